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
  const text = context === undefined ? i18n._(id, values) : i18n._(inContext(id, context), values, { message: id });
  return text.replace(BETWEEN_HAN, "");
}

/** A space that stood beside a value in Latin letters or digits, and whose value is Chinese. */
const BETWEEN_HAN = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;

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
