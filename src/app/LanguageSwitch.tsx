import { Button } from "@mantine/core";
import { useStore } from "zustand";
import { chooseLanguage, LANGUAGES, language } from "../i18n/language.ts";

/** Switches to the other language. The button names that language in the language itself, so that a person who needs it can read it. */
export function LanguageSwitch() {
  const { current } = useStore(language);
  const other = current === "en" ? "zh-CN" : "en";
  return (
    <Button variant="subtle" px="xs" lang={other} onClick={() => void chooseLanguage(other)}>
      {LANGUAGES[other].name}
    </Button>
  );
}
