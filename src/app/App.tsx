import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { RouterProvider } from "@tanstack/react-router";
import { useStore } from "zustand";
import { language } from "../i18n/language.ts";
import { router } from "./router.ts";
import { cssVariables, theme } from "./theme.ts";

// index.html reads the same key before the first paint.
const colourSchemeManager = localStorageColorSchemeManager({ key: "colour-scheme" });

export function App() {
  const { current } = useStore(language);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={colourSchemeManager}
    >
      {/* Another language renders everything anew: no text may stay in the one before. */}
      <RouterProvider key={current} router={router} />
    </MantineProvider>
  );
}
