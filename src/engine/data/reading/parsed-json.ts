import { stringEnd } from "./duplicate-key.ts";

/** An integer of fewer digits is exact in a JavaScript number. */
const LONG_INTEGER = /\d{16}/;
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;

/**
 * Parses JSON, but keeps integers that a number cannot hold exactly as bigints: identifiers are names, and every digit
 * of a name counts.
 * @throws SyntaxError if the text is not valid JSON
 */
export function parsedJson(text: string): unknown {
  if (!LONG_INTEGER.test(text)) return JSON.parse(text);
  // Invalid JSON throws here, about the original text. No string of the text, escaped or not, may contain the mark.
  const mark = unusedMark(JSON.stringify(JSON.parse(text)));
  return JSON.parse(marked(text, mark), (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  );
}

/** The text with every too long integer written as a string after a mark. */
function marked(text: string, mark: string): string {
  let [result, from] = ["", 0];
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x22) {
      at = stringEnd(text, at) - 1;
    } else if (character === 0x2d || (character >= 0x30 && character <= 0x39)) {
      NUMBER.lastIndex = at;
      const [number = "", fraction, exponent] = NUMBER.exec(text) ?? [];
      const whole = fraction && /^\.0+$/.test(fraction) ? number.slice(0, -fraction.length) : number;
      const isWhole = !exponent && (!fraction || whole !== number);
      if (isWhole && LONG_INTEGER.test(whole) && String(Number(whole)) !== whole) {
        result += `${text.slice(from, at)}"${mark}${whole}"`;
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
