import { type Language, language } from "../../i18n/language.ts";
import type { LessonTexts } from "./lessons/texts.ts";

const imported: Record<Language, () => Promise<{ default: LessonTexts }>> = {
  en: () => import("./lessons/en.ts"),
  "zh-CN": () => import("./lessons/zh-CN.ts"),
};
const loaded = new Map<Language, Promise<LessonTexts>>();

/** The texts in the language in use; the same promise whenever it is asked, as React's `use` needs it. */
export function lessonTexts(): Promise<LessonTexts> {
  const { current } = language.getState();
  const texts = loaded.get(current) ?? imported[current]().then((module) => module.default);
  loaded.set(current, texts);
  // Asked for again, it is fetched again.
  texts.catch(() => loaded.delete(current));
  return texts;
}
