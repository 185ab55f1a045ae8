import type { Interpreter } from "@huggingface/jinja";

/** A value as templates compute with it. */
export type TemplateValue = ReturnType<Interpreter["evaluate"]>;

/**
 * What Python writes of a value, as in `{{ value }}`: chat templates are written for jinja2, where `true` is printed as
 * `True` and a list as Python lists are.
 * @throws Error of a value that Python writes with an address in memory, which no template means
 */
export function pythonText(value: TemplateValue): string {
  return value.type === "StringValue" ? String(value.value) : repr(value);
}

/** What Python's `repr` writes of it. */
function repr({ type, value }: TemplateValue): string {
  switch (type) {
    case "StringValue":
      return quoted(String(value));
    case "BooleanValue":
      return value ? "True" : "False";
    case "NullValue":
      return "None";
    case "UndefinedValue":
      return "";
    case "IntegerValue":
      return String(value);
    case "FloatValue":
      return Number.isInteger(value) ? (value as number).toFixed(1) : String(value);
    case "ArrayValue":
      return `[${(value as TemplateValue[]).map(repr).join(", ")}]`;
    case "TupleValue":
      return tuple((value as TemplateValue[]).map(repr));
    case "ObjectValue":
      return `{${[...(value as Map<string, TemplateValue>)].map(([key, one]) => `${quoted(key)}: ${repr(one)}`).join(", ")}}`;
    default:
      throw new Error(`it prints a value that has no text of its own (${type})`);
  }
}

function tuple(items: readonly string[]): string {
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
}

/** In single quotes, or in double ones where the text has single ones alone. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\\n\r\t]/g, (sign) => ESCAPES[sign] as string).replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** What Python takes for space at the ends of a text. */
const SPACE = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";

/** Python's `str.strip`, of some characters or of space. */
export function stripped(text: string, ends: "both" | "left" | "right", characters?: string): string {
  const set = characters?.replace(/[\\\]^-]/g, "\\$&") ?? SPACE;
  if (set === "") return text;
  const left = ends === "right" ? text : text.replace(new RegExp(`^[${set}]+`, "u"), "");
  return ends === "left" ? left : left.replace(new RegExp(`[${set}]+$`, "u"), "");
}

/** Python's `str.capitalize`: all but the first character become small letters. */
export function capitalised(text: string): string {
  const [first = "", ...rest] = text;
  return first.toUpperCase() + rest.join("").toLowerCase();
}

/** Characters as Python counts them: an emoji is one. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** Python's `%` of numbers has the sign of the divisor. */
export function modulo(a: number, b: number): number {
  if (b === 0) throw new Error("it divides by zero");
  return ((a % b) + b) % b;
}

/** The filter `title` of jinja2: every word begins with a capital and goes on in small letters. */
export function titled(text: string): string {
  return text.replace(/[^-\s({[<]+/g, capitalised);
}

/** Python's `==`: by value, numbers and truth values alike, a text never a number, and nothing is none but none. */
export function areEqual(a: TemplateValue, b: TemplateValue): boolean {
  const [kindA, kindB] = [kindOf(a), kindOf(b)];
  if (kindA !== kindB) return false;
  if (kindA === "number") return Number(a.value) === Number(b.value);
  if (Array.isArray(a.value) && Array.isArray(b.value)) return allEqual(a.value, b.value);
  if (a.value instanceof Map && b.value instanceof Map)
    return a.value.size === b.value.size && allEqual([...a.value.values()], valuesAt(b.value, [...a.value.keys()]));
  return kindA === "NullValue" || a.value === b.value;
}

function valuesAt(map: ReadonlyMap<string, TemplateValue>, keys: readonly string[]): (TemplateValue | undefined)[] {
  return keys.map((key) => map.get(key));
}

function allEqual(a: readonly TemplateValue[], b: readonly (TemplateValue | undefined)[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, i) => {
      const other = b[i];
      return other !== undefined && areEqual(one, other);
    })
  );
}

function kindOf({ type }: TemplateValue): string {
  return ["IntegerValue", "FloatValue", "BooleanValue"].includes(type) ? "number" : type;
}
