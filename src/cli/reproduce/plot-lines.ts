import { dials } from "./dials.ts";
import type { LawLine, LawPoint } from "./law-results.ts";
import { ACCENT, documentOf, FAINT, formatted, INK, px, textElement } from "./plot.ts";

const [WIDTH, HEIGHT, LEFT, TOP, MARGIN, BOTTOM] = [520, 260, 64, 34, 20, 44];

/** The benefit along a dial, with its values evenly spaced and an interval at each: file name and SVG document. */
export function linePlot(line: LawLine): [name: string, svg: string] {
  const { dial, compared, metric, points } = line;
  const bounds = points.flatMap(({ difference: { value, low, high } }) => [value, low, high]).filter(Number.isFinite);
  const [least, most] = [Math.min(0, ...bounds), Math.max(0, ...bounds)];
  const span = most - least || 1;
  const x = (i: number) => LEFT + ((i + 0.5) / points.length) * (WIDTH - LEFT - MARGIN);
  const y = (value: number) => TOP + ((most - value) / span) * (HEIGHT - TOP - BOTTOM);
  const path = points.map(({ difference }, i) => `${px(x(i))},${px(y(difference.value))}`).join(" ");
  const levels = [...new Set([least, 0, most])].flatMap((value) => [
    `<line x1="${LEFT}" x2="${WIDTH - MARGIN}" y1="${px(y(value))}" y2="${px(y(value))}" stroke="${value === 0 ? INK : FAINT}"/>`,
    textElement(LEFT - 6, y(value) + 4, formatted(value, metric.unit), "end"),
  ]);
  const parts = [
    ...levels,
    `<polyline points="${path}" fill="none" stroke="${ACCENT}" stroke-width="1.5"/>`,
    ...points.flatMap((point, i) => marks(point, x(i), y)),
    ...points.map(({ value }, i) => textElement(x(i), HEIGHT - BOTTOM + 16, `${value}`, "middle")),
    textElement((LEFT + WIDTH - MARGIN) / 2, HEIGHT - 6, dials[dial].name, "middle"),
  ];
  return [linePlotName(line), documentOf(`${compared}: ${metric.name}`, WIDTH, HEIGHT, parts)];
}

function marks({ difference: { value, low, high } }: LawPoint, x: number, y: (value: number) => number): string[] {
  const whisker = Number.isFinite(low)
    ? [`<line x1="${px(x)}" x2="${px(x)}" y1="${px(y(low))}" y2="${px(y(high))}" stroke="${INK}" stroke-width="1.5"/>`]
    : [];
  return [...whisker, `<circle cx="${px(x)}" cy="${px(y(value))}" r="4" fill="${ACCENT}"/>`];
}

/** A file name of letters, digits and hyphens. */
export function linePlotName({ dial, compared, metric }: Pick<LawLine, "dial" | "compared" | "metric">): string {
  const words =
    [dial, compared, metric.name]
      .join(" ")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return `law-${words.join("-")}.svg`;
}
