import { stringEnd } from "./duplicate-key.ts";

/** Fewer digits are exact in a number of JavaScript. */
const LONG_INTEGER = /\d{16}/;
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;

/**
 * A JSON text as its value, with integers that a number would not print as they are as bigints: identifiers are names, and every digit of
 * a name counts.
 * @throws SyntaxError where it is no JSON
 */
export function parsedJson(text: string): unknown {
  if (!LONG_INTEGER.test(text)) return JSON.parse(text);
  // What is no JSON is said of the text as it is; and no string of it, however it is escaped, may hold the mark.
  const mark = unusedMark(JSON.stringify(JSON.parse(text)));
  return JSON.parse(marked(text, mark), (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  );
}

/** The text with every integer that is too long written as a string with a mark before it. */
function marked(text: string, mark: string): string {
  let [result, from] = ["", 0];
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x22) {
      at = stringEnd(text, at) - 1;
    } else if (character === 0x2d || (character >= 0x30 && character <= 0x39)) {
      NUMBER.lastIndex = at;
      const [number = "", fraction, exponent] = NUMBER.exec(text) ?? [];
      if (!fraction && !exponent && String(Number(number)) !== number && number !== "-0") {
        result += `${text.slice(from, at)}"${mark}${number}"`;
        from = at + number.length;
      }
      at += number.length - 1;
    }
  }
  return result + text.slice(from);
}

function unusedMark(text: string): string {
  let mark = "integer:";
  while (text.includes(mark)) mark = `${mark.slice(0, -1)}_:`;
  return mark;
}
