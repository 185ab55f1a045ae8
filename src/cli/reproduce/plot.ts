import type { Estimate } from "../../engine/statistics/estimate.ts";
import type { ResultMetric } from "./metrics.ts";

interface Mark {
  label: string;
  estimate: Estimate;
}

const [WIDTH, LABELS, LINE, TOP, MARGIN] = [660, 210, 22, 30, 24];
// Colours that are readable on white and on black.
export const [INK, FAINT, ACCENT] = ["#7a8190", "#7a819055", "#e8590c"];

/** Means with their intervals on one axis, a line each, as an SVG document. */
export function intervalPlot(title: string, unit: ResultMetric["unit"], marks: readonly Mark[]): string {
  const bounds = marks.flatMap(({ estimate: { value, low, high } }) => [value, low, high]).filter(Number.isFinite);
  const [least, most] = [Math.min(...bounds), Math.max(...bounds)];
  const span = most - least || 1;
  const x = (value: number) => LABELS + ((value - least) / span) * (WIDTH - LABELS - MARGIN);
  const height = TOP + marks.length * LINE + MARGIN;
  const lines = marks.flatMap(({ label, estimate: { value, low, high } }, i) => {
    const y = TOP + (i + 0.5) * LINE;
    const whisker = Number.isFinite(low)
      ? [`<line x1="${px(x(low))}" x2="${px(x(high))}" y1="${y}" y2="${y}" stroke="${INK}" stroke-width="1.5"/>`]
      : [];
    return [
      textElement(LABELS - 8, y + 4, label, "end"),
      ...whisker,
      `<circle cx="${px(x(value))}" cy="${y}" r="4" fill="${ACCENT}"/>`,
    ];
  });
  const ticks = [least, (least + most) / 2, most].flatMap((value) => [
    `<line x1="${px(x(value))}" x2="${px(x(value))}" y1="${TOP}" y2="${height - MARGIN}" stroke="${FAINT}"/>`,
    textElement(x(value), height - 8, formatted(value, unit), "middle"),
  ]);
  return documentOf(title, WIDTH, height, [...ticks, ...lines]);
}

/** An SVG document with a title. */
export function documentOf(title: string, width: number, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    textElement(0, 16, title, "start"),
    ...parts,
    "</svg>\n",
  ].join("\n");
}

export function formatted(value: number, unit: ResultMetric["unit"]): string {
  const text = unit === "share" ? `${(100 * value).toFixed(1)} %` : value.toFixed(3);
  // A number that rounds to 0 has no sign.
  return text.replace(/^-(?=0\.0+( %)?$)/, "").replace("-", "−");
}

export function textElement(x: number, y: number, content: string, anchor: "start" | "middle" | "end"): string {
  return `<text x="${px(x)}" y="${px(y)}" fill="${INK}" text-anchor="${anchor}">${content}</text>`;
}

export function px(value: number): string {
  return value.toFixed(1);
}
