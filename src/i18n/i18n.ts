import { type Messages, setupI18n } from "@lingui/core";
import type { CompiledMessage } from "@lingui/message-utils/compileMessage";
import { compile } from "./compile.ts";

/** Values of a message's placeholders. */
export type Values = Record<string, string | number>;

/** The texts of the page in the language in use. An English text is its own id, so English needs no catalogue. */
export const i18n = setupI18n({ locale: "en", messages: { en: {} } });

const compiled = new Map<string, CompiledMessage>();

// Kept, since a text is shown again with every render, and compiling takes longer than showing.
i18n.setMessagesCompiler((message) => {
  if (!message.includes("{")) return [message];
  const known = compiled.get(message) ?? compile(message);
  compiled.set(message, known);
  return known;
});

/**
 * A text of the page in the language in use.
 *
 * @param id the text in English, in ICU's syntax: `t("Removed {n, plural, one {# run} other {# runs}}", { n })`; always
 *   written out, so that scripts/i18n/ finds it
 * @param context what tells the text from the same English with another meaning: `t("steps", {}, "of a solution")`
 */
export function t(id: string, values?: Values, context?: string): string {
  const key = context === undefined ? id : inContext(id, context);
  return i18n._(key, values && written(key, values), { message: id }).replace(BETWEEN_HAN, "");
}

/**
 * The values of a text with large whole numbers as people read them: "1,200", as `#` in a plural is written. A number
 * that is a name, such as a seed, has to come as a text. What a plural is chosen by stays a number.
 */
export function written<Value>(key: string, values: Record<string, Value>): Record<string, Value | string> {
  const large = Object.entries(values).filter(
    ([, value]) => Number.isInteger(value) && Math.abs(Number(value)) >= 1000,
  );
  if (large.length === 0) return values;
  const message = (i18n.messages[key] as string | undefined) ?? key;
  const grouped = large
    .filter(([name]) => !new RegExp(`{${name},`).test(message))
    .map(([name, value]) => [name, i18n.number(Number(value))]);
  return { ...values, ...Object.fromEntries(grouped) };
}

/** A space that stood beside a value in Latin letters or digits, and whose value is Chinese. */
const BETWEEN_HAN = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;

/** Parts of an enumeration as one text. Chinese has marks of its own, which need no space. */
export function listed(parts: readonly string[], mark: "," | ";" = ","): string {
  return parts.join(i18n.locale === "en" ? `${mark} ` : CHINESE_MARKS[mark]);
}

const CHINESE_MARKS = { ",": "、", ";": "；" };

/** The id of a text in a context, as gettext writes it. */
export function inContext(text: string, context: string): string {
  return `${context}\u0004${text}`;
}

/** Texts of a language, by their English. */
export type Catalogue = Record<string, string>;

/** Shows all texts in a language from now on. */
export function speak(language: string, catalogue: Catalogue): void {
  i18n.loadAndActivate({ locale: language, messages: catalogue satisfies Messages });
}
