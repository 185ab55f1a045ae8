import { t } from "../i18n/i18n.ts";

/**
 * A number as `Intl.NumberFormat` writes it in English, with a real minus sign. A number that rounds to 0 has no sign,
 * and NaN is an en dash.
 */
function written(value: number, options: Intl.NumberFormatOptions): string {
  if (Number.isNaN(value)) return "–";
  return realMinus(formatOf(JSON.stringify(options)).format(value));
}

const formats = new Map<string, Intl.NumberFormat>();

/**
 * Keeps formats, since making one takes longer than using it a thousand times. @param key the format's options as JSON
 */
function formatOf(key: string): Intl.NumberFormat {
  const known = formats.get(key) ?? new Intl.NumberFormat("en", { signDisplay: "negative", ...JSON.parse(key) });
  formats.set(key, known);
  return known;
}

/** Replaces hyphens by minus signs: a hyphen is shorter, and is read as a hyphen. */
export function realMinus(text: string): string {
  return text.replaceAll("-", "−");
}

/** A count, or a mean of counts: "1,200", "31.5". */
export function countText(count: number): string {
  return written(count, { maximumFractionDigits: 1 });
}

/** Things a second: "1,740", and "0.42" where fewer than ten come. */
export function rateText(perSecond: number): string {
  return perSecond < 10 ? digitsText(perSecond, 2) : countText(Math.round(perSecond));
}

/** A number with a fixed number of decimals: "−0.41". */
export function fixedText(value: number, decimals: number): string {
  return written(value, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: false,
  });
}

/** A number with at most this many digits, without grouping: "1234.5", "−0.4107". */
export function digitsText(value: number, digits: number): string {
  return written(value, { maximumSignificantDigits: digits, useGrouping: false });
}

/** A share in percent: "52.0 %". */
export function percentText(share: number, decimals = 1): string {
  return `${fixedText(100 * share, decimals)} %`;
}

/** A number with its sign, to two decimals by default: "+1.30", "−0.41". */
export function signedText(value: number, decimals = 2): string {
  return `${value < 0 ? "−" : "+"}${fixedText(Math.abs(value), decimals)}`;
}

/** A difference of shares in percentage points: "+2.0". */
export function pointsText(difference: number): string {
  return signedText(100 * difference, 1);
}

/** A probability to two digits that is never rounded to 0 or 1: ".07", "<.01", ">.99". */
export function probabilityText(p: number): string {
  if (p === 0 || p === 1) return String(p);
  if (p < 0.005) return "<.01";
  if (p >= 0.995) return ">.99";
  return fixedText(p, 2).replace(/^0/, "");
}

/** A small positive number with three decimals, or as a power of ten if those would be zeros: "0.041", "4e−5". */
export function smallText(value: number): string {
  return value === 0 || value >= 0.0005 ? fixedText(value, 3) : realMinus(value.toExponential(0));
}

/** A time to wait: "12 s", "3 min", "1 h 20 min". */
export function durationText(seconds: number): string {
  if (seconds < 60) return t("{seconds} s", { seconds: Math.ceil(seconds) });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t("{minutes} min", { minutes });
  return t("{hours} h {minutes} min", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** A number with all its digits, small ones as powers of ten: "4096", "0.05", "1e−6". */
export function exactText(value: number): string {
  return realMinus(value !== 0 && Math.abs(value) < 0.001 ? value.toExponential() : String(value));
}
