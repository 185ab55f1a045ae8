import { digitsText, realMinus } from "../numbers.ts";

/** A number for an axis: three digits, a power of ten if they would all be zeros, and a real minus sign. */
export function axisNumber(value: number): string {
  return withDigits(value, 3);
}

/**
 * The texts of an axis's ticks: three digits, or as many as are needed to distinguish them. If a tick is a small power of
 * ten, all are: an axis has one notation.
 */
export function axisTicks(values: readonly number[]): string[] {
  const powers = values.some((value) => value !== 0 && Math.abs(value) < 0.001);
  const texts = [3, 4, 5, 6].map((digits) =>
    values.map((value) => (powers && value !== 0 ? realMinus(power(value, digits - 2)) : withDigits(value, digits))),
  );
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
