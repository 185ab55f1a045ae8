import { createStore } from "zustand/vanilla";
import { type Catalogue, speak } from "./i18n.ts";

/** The languages of the page, each with its own name and its texts. English texts stand in the code. */
export const LANGUAGES = {
  en: { name: "English", catalogue: async (): Promise<Catalogue> => ({}) },
  "zh-CN": { name: "中文", catalogue: async () => (await import("./locales/zh-CN.ts")).default },
} as const satisfies Record<string, { name: string; catalogue: () => Promise<Catalogue> }>;

export type Language = keyof typeof LANGUAGES;

/** The language that the page is shown in. */
export const language = createStore<{ current: Language }>(() => ({ current: "en" }));

const REMEMBERED = "language";
const PARAMETER = "lang";

/** What decides the language, by rank: the address, the choice of an earlier visit, the browser's languages. */
interface Wishes {
  address: string;
  remembered: string | null;
  browser: readonly string[];
}

/** The language for a visitor. Any Chinese is answered in the Chinese that there is; else English is shown. */
export function languageFor({ address, remembered, browser }: Wishes): Language {
  const asked = new URL(address).searchParams.get(PARAMETER);
  const first = [asked, remembered, ...browser].map(known).find((found) => found !== undefined);
  return first ?? "en";
}

function known(wish: string | null): Language | undefined {
  if (wish === null) return undefined;
  const root = wish.toLowerCase().split("-")[0];
  return (Object.keys(LANGUAGES) as Language[]).find((own) => own.split("-")[0] === root);
}

/** Shows the page in the language that the visitor wishes; before the first render. */
export async function beginLanguage(): Promise<void> {
  await show(languageFor({ address: location.href, remembered: remembered(), browser: navigator.languages }));
}

/** Shows the page in another language, now and at the next visit. */
export async function chooseLanguage(next: Language): Promise<void> {
  await show(next);
  try {
    localStorage.setItem(REMEMBERED, next);
  } catch {
    // A browser that keeps nothing here, as in a frame of another site, shows the language in this visit.
  }
  const address = new URL(location.href);
  if (!address.searchParams.has(PARAMETER)) return;
  address.searchParams.set(PARAMETER, next);
  history.replaceState(history.state, "", address);
}

function remembered(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

async function show(next: Language): Promise<void> {
  speak(next, await LANGUAGES[next].catalogue());
  document.documentElement.lang = next;
  language.setState({ current: next });
}
