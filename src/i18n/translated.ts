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
    const values = pattern.exec(text)?.slice(1);
    if (!values || (saysLittle(message) && values.some(isForeignWord))) continue;
    return t(message, Object.fromEntries(values.map((value, at) => [at, translated(value)])));
  }
  const sentences = text.split(SENTENCE_ENDS);
  if (sentences.length > 1) return sentences.map(translated).join(" ");
  const [separator = "", fullWidth = ""] = SEPARATORS.find(([one]) => text.includes(one)) ?? [];
  if (separator === "") return text;
  const parts = text.split(separator);
  const shown = parts.map(translated);
  return shown.join(shown.some((part, at) => part !== parts[at]) ? fullWidth : separator);
}

/** What stands between the parts of a list, the widest first, and what stands there in Chinese. */
const SEPARATORS = [
  [" · ", " · "],
  ["; ", "；"],
  [": ", "："],
  [", ", "，"],
  [" × ", " × "],
] as const;

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

/**
 * Whether a message would also be found in a text of somebody else, as `{0} pairs` in "my pairs": its values are numbers,
 * names or single words of ours.
 */
function saysLittle(message: string): boolean {
  return said(message) < 8;
}

/** Whether a value is a word that no catalogue has, and no name such as `lora_r` or `loraRank`. */
function isForeignWord(value: string): boolean {
  return /^\p{Lu}?\p{Ll}+$/u.test(value) && translated(value) === value;
}

function patternOf(message: string): RegExp {
  const value = saysLittle(message) ? "(\\S+)" : "(.+?)";
  const parts = message.split(PLACEHOLDER).map((part) => escaped(part.replace(/'([{}]+)'/g, "$1")));
  return new RegExp(`^${parts.join(value)}$`, "s");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
