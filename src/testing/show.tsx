import { MantineProvider } from "@mantine/core";
import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { onTestFinished } from "vitest";

/** Shows a component alone on the page of a browser test, until the test ends. */
export function show(component: ReactNode): void {
  const host = document.body.appendChild(document.createElement("div"));
  const root = createRoot(host);
  root.render(<MantineProvider>{component}</MantineProvider>);
  onTestFinished(() => {
    root.unmount();
    host.remove();
  });
}
