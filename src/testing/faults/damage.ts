import { choice, type Random, randomInt } from "../../engine/random.ts";

/** Values on which programs tend to fail. */
const HOSTILE: readonly unknown[] = [
  ...[null, true, false, "", " ", 0, -0, -1, 1, 0.5, 2 ** 31, 2 ** 53, 2 ** 53 + 2, -(2 ** 53), 1e308, 5e-324],
  ...[[], {}, [[]], [null], [""], [{}], [0], { length: 1e9 }, { toString: null }, JSON.parse('{"then":1}')],
  ...["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "NaN", "Infinity", "null", "undefined"],
  ...[
    "\0",
    "\ud800",
    "\u202e",
    "\ufeff",
    "a\nb",
    "\r",
    "..",
    "../../x",
    "/etc/passwd",
    "C:\\x",
    "<script>",
    "$\u007b1}",
    "{{x}}",
  ],
  ...["x".repeat(5000), Array(300).fill(0), Array(300).fill("a"), nested(200)],
];

const KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "length",
  "",
  "0",
  "-1",
  "then",
  "format",
];

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { a: value };
  return value;
}

/** A copy of a JSON value with a number of random changes: values replaced, keys renamed, parts doubled or removed. */
export function damaged(random: Random, value: unknown, changes: number): unknown {
  let result = value;
  for (let i = 0; i < changes; i++) result = changedOnce(random, result);
  return result;
}

function changedOnce(random: Random, value: unknown): unknown {
  const isContainer = typeof value === "object" && value !== null;
  // Deeper levels have more values, so the search mostly goes down.
  if (!isContainer || random() < 0.1) return replaced(random, value);
  if (Array.isArray(value)) {
    if (value.length === 0 || random() < 0.2) return reshaped(random, value);
    const at = randomInt(random, 0, value.length - 1);
    return value.map((inner, i) => (i === at ? changedOnce(random, inner) : inner));
  }
  const entries = Object.entries(value as object);
  if (entries.length === 0) return { [choice(random, KEYS)]: choice(random, HOSTILE) };
  const at = randomInt(random, 0, entries.length - 1);
  const [key, inner] = entries[at] as [string, unknown];
  const kind = random();
  // `fromEntries` treats "__proto__" as an ordinary key, like JSON.parse.
  if (kind < 0.12) return Object.fromEntries(entries.filter((_, i) => i !== at));
  if (kind < 0.24) return Object.fromEntries([...entries, [choice(random, KEYS), choice(random, [inner, ...HOSTILE])]]);
  if (kind < 0.32) return Object.fromEntries(entries.map(([k, v], i) => [i === at ? choice(random, KEYS) : k, v]));
  return Object.fromEntries(entries.map(([k, v]) => [k, k === key ? changedOnce(random, v) : v]));
}

function replaced(random: Random, value: unknown): unknown {
  if (typeof value === "number" && random() < 0.6) {
    return choice(random, [
      -value,
      value + 1,
      value - 1,
      value * 2,
      value / 2,
      value * 1e6,
      value + 0.5,
      1 / value || 0,
    ]);
  }
  if (typeof value === "string" && random() < 0.5) return damagedText(random, value, 1);
  if (random() < 0.1) return [value];
  if (random() < 0.1) return { a: value };
  return choice(random, HOSTILE);
}

function reshaped(random: Random, value: readonly unknown[]): unknown[] {
  const kind = random();
  if (kind < 0.3) return [...value, ...value];
  if (kind < 0.6) return value.slice(1);
  if (kind < 0.8) return value.toReversed();
  return [...value, choice(random, HOSTILE)];
}

const PIECES = [
  '"',
  "\\",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "\n",
  "\0",
  "\ufeff",
  "\ud83d",
  "é",
  "0",
  "1e999",
  "null",
  "NaN",
];

/** A text with a number of random changes: characters removed, doubled, moved or inserted, or its end cut off. */
export function damagedText(random: Random, text: string, changes: number): string {
  let result = text;
  for (let i = 0; i < changes; i++) {
    const [from, to] = [randomInt(random, 0, result.length), randomInt(random, 0, result.length)].sort((a, b) => a - b);
    const kind = random();
    const [start = 0, end = 0] = [from, Math.min(to ?? 0, (from ?? 0) + 20)];
    if (kind < 0.2) result = result.slice(0, start);
    else if (kind < 0.4) result = result.slice(0, start) + result.slice(end);
    else if (kind < 0.6) result = result.slice(0, end) + result.slice(start);
    else result = result.slice(0, start) + choice(random, PIECES) + result.slice(start);
  }
  return result;
}

/** Bytes with a number of random changes: some flipped, removed or doubled, or the end cut off. */
export function damagedBytes(random: Random, bytes: Uint8Array, changes: number): Uint8Array<ArrayBuffer> {
  let result = new Uint8Array(bytes);
  for (let i = 0; i < changes && result.length > 0; i++) {
    const at = randomInt(random, 0, result.length - 1);
    const kind = random();
    if (kind < 0.6) result[at] = (result[at] as number) ^ (1 << randomInt(random, 0, 7));
    else if (kind < 0.7) result = result.slice(0, at);
    else if (kind < 0.85)
      result = Uint8Array.from([...result.subarray(0, at), ...result.subarray(at + randomInt(random, 1, 8))]);
    else result = Uint8Array.from([...result.subarray(0, at), ...result.subarray(Math.max(0, at - 8))]);
  }
  return result;
}
