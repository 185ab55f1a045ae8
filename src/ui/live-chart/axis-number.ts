import { digitsText, realMinus } from "../numbers.ts";

/** A number for an axis: three digits, a power of ten if they would all be zeros, and a real minus sign. */
export function axisNumber(value: number): string {
  return withDigits(value, 3);
}

/** The texts of an axis's ticks: three digits, or as many as are needed to distinguish them. */
export function axisTicks(values: readonly number[]): string[] {
  const texts = [3, 4, 5, 6].map((digits) => values.map((value) => withDigits(value, digits)));
  const different = texts.find((ticks) => new Set(ticks).size === values.length);
  return different ?? (texts[0] as string[]);
}

function withDigits(value: number, digits: number): string {
  const size = Math.abs(value);
  const inFull = value === 0 || (size >= 0.001 && size < 10_000);
  return inFull ? digitsText(value, digits) : realMinus(power(value, digits - 2));
}

function power(value: number, decimals: number): string {
  return value
    .toExponential(decimals)
    .replace("e+", "e")
    .replace(/\.?0*e/, "e");
}
