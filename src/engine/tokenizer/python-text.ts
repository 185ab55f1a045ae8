import type { Interpreter } from "@huggingface/jinja";

/** A value of the template's interpreter. */
export type TemplateValue = ReturnType<Interpreter["evaluate"]>;

/**
 * The text that Python prints for a value, as in `{{ value }}`. Chat templates are written for jinja2, which prints
 * `True` for `true` and lists in Python's form.
 * @throws Error for a value that Python prints with an address in memory, which no template intends
 */
export function pythonText(value: TemplateValue): string {
  return value.type === "StringValue" ? String(value.value) : repr(value);
}

/** Python's `repr` of a value. */
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

/** The text in single quotes, or in double quotes if it contains single but no double quotes. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\\n\r\t]/g, (sign) => ESCAPES[sign] as string).replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The characters that Python strips as space. */
const SPACE = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";

/** Python's `str.strip`, of the given characters or of space. */
export function stripped(text: string, ends: "both" | "left" | "right", characters?: string): string {
  const set = characters?.replace(/[\\\]^-]/g, "\\$&") ?? SPACE;
  if (set === "") return text;
  const left = ends === "right" ? text : text.replace(new RegExp(`^[${set}]+`, "u"), "");
  return ends === "left" ? left : left.replace(new RegExp(`[${set}]+$`, "u"), "");
}

/** Python's `str.capitalize`: the first character in upper case, all others in lower case. */
export function capitalised(text: string): string {
  const [first = "", ...rest] = text;
  return first.toUpperCase() + rest.join("").toLowerCase();
}

/** The number of characters as Python counts them: an emoji is one character. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** Python's `%`: the result has the sign of the divisor. */
export function modulo(a: number, b: number): number {
  if (b === 0) throw new Error("it divides by zero");
  return ((a % b) + b) % b;
}

/** jinja2's filter `title`: every word begins with a capital and continues in lower case. */
export function titled(text: string): string {
  return text.replace(/[^-\s({[<]+/g, capitalised);
}

/**
 * Python's `==`: compares by value; truth values equal 1 and 0, a text never equals a number, and None equals only
 * None.
 */
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
