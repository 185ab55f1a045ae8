import type { JsonObject } from "../../checkpoint/json.ts";

/**
 * What would be lost if nobody read a value: nothing ("empty"), a fact about the record ("about"), or, as far as its
 * key and type tell, something that was asked, said, shown or decided ("meaning").
 */
export type Meaning = "empty" | "about" | "meaning";

/** Words in keys whose values only say where a record comes from or how it was measured. */
const ABOUT = words(
  "id ids uid uuid guid hash sha sha1 sha256 md5 checksum idx index row line",
  "source sources origin dataset datasets split subset config url urls uri link links file filename filepath path repo",
  "license licence version revision batch worker annotator annotators author judge labeler labeller generator provider",
  "model models policy engine checkpoint",
  "time timestamp timestamps date datetime created updated at seconds duration",
  "score scores rating ratings reward rewards logp logps logprob logprobs prob probs probability confidence perplexity",
  "ppl elo upvotes downvotes votes likes quality similarity toxicity",
  "hashed",
);
/** Words in keys whose values count or measure: a text there is no figure, and may be what was said. */
const COUNTED = words("length lengths len chars words tokens count counts num number turns embedding embeddings");
/** Words in keys whose values sort records into kinds. */
const KINDS = words(
  "category categories subcategory tag tags language languages lang locale country difficulty level",
  "domain subject type subreddit",
);
/** Words in keys whose values decide something, whatever their type. */
const VERDICTS = words(
  "label labels winner preferred preference choice verdict better best tie kto loser worse worst thumbs",
  "swap swaps swapped switch switched reverse reversed inverse invert inverted flip flips flipped mislabeled mislabelled",
);
/** Words in keys of truth values that label a response. */
const LABELS = words(
  "correct incorrect right wrong solved good bad chosen rejected accepted acceptable liked disliked desirable undesirable",
  "passed failed success outcome",
);
/** Words in keys of truth values by which a data set tells its bad records, if true and if false. */
const BAD_IF_TRUE = words("invalid discard discarded exclude excluded corrupt corrupted noise noisy skip drop dropped");
const BAD_IF_FALSE = words("valid keep kept usable include included");
/** Words in keys of what was shown beside a prompt: a name there may stand for a file with it. */
const SHOWN = words(
  "image images img imgs picture pictures photo photos screenshot screenshots pdf audio speech video videos",
);
/** Words in keys of what was asked or given, whatever its type. */
const ASKED = words("prompt question query problem instruction input context passage document premise hypothesis");
/** Words in keys of lists of numbers that say how a record was measured or stored. */
const MEASURED = words("mask masks weight weights rank ranks order loss losses entropy margin margins steps");
/** Keys of objects with facts about a record. */
const CONTAINERS = words("metadata meta info extra extras additional");

/** An address on the web. */
const ADDRESS = /^https?:\/\/\S+$/;

/** A number, as some writers store it as text. */
export const NUMERAL = /^\s*-?\d+(\.\d+)?\s*$/;

/** A text of more characters or words is no name. */
const LONGEST = 300;
const MOST_WORDS = 8;

/** What would be lost if nobody read the value under a key. */
export function meaningOf(key: string, value: unknown): Meaning {
  if (isEmpty(value)) return "empty";
  if (isVerdict(key)) return "meaning";
  const name = wordsOf(key);
  if (isLabel(name, value)) return "meaning";
  const last = name.at(-1) ?? "";
  if (isFigure(value)) return isMeasured(name, value) ? "about" : "meaning";
  const parts = Array.isArray(value) ? value : [value];
  if (parts.every((part) => typeof part === "string" || isFigure(part))) {
    const isNames = parts.every((part) => typeof part !== "string" || isName(part));
    const isShown = name.some((word) => SHOWN.has(word)) || (KINDS.has(last) && name.includes("target"));
    const isCount = COUNTED.has(last) && parts.every((part) => NUMERAL.test(String(part)));
    const isOrigin = CONTAINERS.has(last) && parts.every((part) => ADDRESS.test(String(part)));
    return isNames && !isShown && (ABOUT.has(last) || KINDS.has(last) || isCount || isOrigin) ? "about" : "meaning";
  }
  const isContainer = name.some((word) => CONTAINERS.has(word)) || ABOUT.has(last);
  if (isContainer && typeof value === "object") return meaningWithin(value as JsonObject);
  return "meaning";
}

/** Whether a key's name suggests that its value decides between answers. */
export function isVerdict(key: string): boolean {
  return wordsOf(key).some((word) => VERDICTS.has(word));
}

/** Whether a truth value, or 0 or 1, says whether the response of a record with one response, or the record, is good. */
function isLabel(name: readonly string[], value: unknown): boolean {
  const isTruth =
    typeof value === "boolean" || ((value === 0 || value === 1) && (name.length === 1 || name[0] === "is"));
  const last = name.at(-1) ?? "";
  if (isTruth && (value ? BAD_IF_TRUE : BAD_IF_FALSE).has(last)) return true;
  const isOfSide = name.length > 1 && name.some((word) => word === "chosen" || word === "rejected");
  return isTruth && LABELS.has(last) && !isOfSide;
}

/** Whether figures say something about a record: single numbers do, unless their key says that they were asked. */
function isMeasured(name: readonly string[], value: unknown): boolean {
  const measures = [ABOUT, COUNTED, KINDS, CONTAINERS, MEASURED];
  if (name.some((word) => measures.some((words) => words.has(word)))) return true;
  return !Array.isArray(value) && !ASKED.has(name.at(-1) ?? "");
}

/** What would be lost with a container: the worst over its values. Elements of a list have no key. */
function meaningWithin(container: JsonObject): Meaning {
  const inner = Object.entries(container);
  return inner.every(([key, value]) => meaningOf(key, value) !== "meaning") ? "about" : "meaning";
}

/** Whether a value is empty. Parquet has null where a row has no value, and some writers store empty values as text. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return /^\s*(\[\s*\]|\{\s*\}|null|None|nan|NaN)?\s*$/.test(value);
  if (typeof value !== "object" || value instanceof Uint8Array) return false;
  return Object.values(value).every(isEmpty);
}

/** Whether a value holds only numbers and truth values. */
function isFigure(value: unknown): boolean {
  if (typeof value === "object" && value !== null) {
    return !(value instanceof Uint8Array) && Object.values(value).every(isFigure);
  }
  return value === null || ["number", "bigint", "boolean"].includes(typeof value);
}

/** Whether a text is a name, an address or a kind rather than a sentence. */
export function isName(text: string): boolean {
  const bare = text.trim();
  return bare.length <= LONGEST && bare.split(/\s+/).length <= MOST_WORDS && !/\n|[.?!:]$/.test(bare);
}

/**
 * The words of a key, however they are joined. A final letter or digit, as in "score_A", only tells siblings apart and
 * is dropped.
 */
function wordsOf(key: string): string[] {
  const parts = key
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return parts.length > 1 && /^([a-z]|\d+)$/.test(parts.at(-1) ?? "") ? parts.slice(0, -1) : parts;
}

function words(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(" ")));
}
