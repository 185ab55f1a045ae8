import { type Catalogue, i18n, t } from "./i18n.ts";

/**
 * A text that was made in English elsewhere (in a table, by the engine, in a worker) in the language in use. Values that
 * the text contains are found by its pattern, `{0} has {1} rows`, so that an engine's report crosses workers, storage
 * and the command line as plain English. A text without a translation, such as a file's name, stays as it is.
 */
export function translated(text: string): string {
  const catalogue: Catalogue = i18n.messages as Catalogue;
  const id = quoted(text);
  if (catalogue[id]) return t(id);
  for (const { pattern, message } of patternsOf(catalogue)) {
    const found = pattern.exec(text);
    if (found) return t(message, Object.fromEntries(found.slice(1).map((value, at) => [at, translated(value)])));
  }
  const sentences = text.split(SENTENCE_ENDS);
  if (sentences.length > 1) return sentences.map(translated).join(" ");
  const separator = SEPARATORS.find((one) => text.includes(one));
  return separator ? text.split(separator).map(translated).join(separator) : text;
}

/** What stands between the parts of a list, the widest first. */
const SEPARATORS = [" · ", "; ", ": ", ", "];

/** The spaces between whole sentences, of which each may be known. */
const SENTENCE_ENDS = /(?<=[.!?…]) (?=\p{Lu})/u;

/** A text as ICU reads it, with its braces quoted. */
export function quoted(text: string): string {
  return text.replace(/[{}]+/g, "'$&'");
}

interface Pattern {
  pattern: RegExp;
  message: string;
}

const patterns = new WeakMap<Catalogue, Pattern[]>();

/** The patterns of a catalogue; what says most comes first, since `{0} rows` is also found in `{0} of {1} rows`. */
function patternsOf(catalogue: Catalogue): Pattern[] {
  const known = patterns.get(catalogue);
  if (known) return known;
  const made = Object.keys(catalogue)
    .filter((message) => message.includes("{0}"))
    .sort((a, b) => said(b) - said(a))
    .map((message) => ({ pattern: patternOf(message), message }));
  patterns.set(catalogue, made);
  return made;
}

const PLACEHOLDER = /\{\d+\}/;

/** How many characters of a message are its own. */
function said(message: string): number {
  return message.split(PLACEHOLDER).join("").length;
}

/** A message with fewer characters of its own than this would match parts of other sentences, so its values are single words. */
const ENOUGH = 8;

function patternOf(message: string): RegExp {
  const value = said(message) < ENOUGH ? "(\\S+)" : "(.+?)";
  const parts = message.split(PLACEHOLDER).map((part) => escaped(part.replace(/'([{}]+)'/g, "$1")));
  return new RegExp(`^${parts.join(value)}$`, "s");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
