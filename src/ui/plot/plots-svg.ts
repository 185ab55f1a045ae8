import type { RunStroke } from "../run-strokes.ts";
import { element, escaped, type Markup, svgText } from "../token-figure/markup.ts";
import type { FigurePalette } from "../token-figure/palette.ts";

interface LegendEntry {
  name: string;
  stroke: RunStroke;
}

interface Plots {
  title: string;
  legend: readonly LegendEntry[];
  /** The drawn figures of the page, each with its caption. */
  figures: Iterable<HTMLElement>;
  palette: FigurePalette;
}

const MARGIN = 16;
const LINE = 20;
const GAP = 28;
const SWATCH = 26;
/** Mean width of a character of the text, in pixels. */
const CHARACTER = 6.2;

/** Plots side by side under title and legend, as one stand-alone SVG document. */
export function plotsSvg({ title, legend, figures, palette }: Plots): string {
  const drawn = [...figures].flatMap((figure) => {
    const plot = figure.querySelector("svg");
    return plot ? [{ caption: figure.querySelector("figcaption")?.textContent ?? "", plot }] : [];
  });
  const sizes = drawn.map(({ plot }) => ({ width: plot.clientWidth, height: plot.clientHeight }));
  const inner = sizes.reduce((sum, { width }) => sum + width + GAP, -GAP);
  const legendRows = wrapped(legend, inner);
  const top = (legendRows.length + 1) * LINE + LINE / 2;

  const rows: Markup[] = [svgText(title, { y: 12, fill: palette.ink, "font-size": 12 })];
  for (const [row, entries] of legendRows.entries()) {
    rows.push(shifted(0, (row + 1) * LINE, entries.map((entry) => legendMark(entry, palette)).join("")));
  }
  let x = 0;
  for (const [place, { caption, plot }] of drawn.entries()) {
    const size = sizes[place] as (typeof sizes)[number];
    rows.push(svgText(caption, { x, y: top + 12, fill: palette.muted }));
    rows.push(shifted(x, top + LINE, standAlone(plot, size)));
    x += size.width + GAP;
  }

  const width = inner + 2 * MARGIN;
  const height = top + LINE + Math.max(...sizes.map((size) => size.height)) + 2 * MARGIN;
  return `${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "font-family": "system-ui, sans-serif",
      "font-size": 11,
    },
    [
      element("title", {}, [escaped(title)]),
      element("rect", { width, height, fill: palette.paper }),
      shifted(MARGIN, MARGIN, rows.join("")),
    ],
  )}\n`;
}

type Placed = LegendEntry & { x: number };

/** The legend's entries in as many rows as they need. */
function wrapped(legend: readonly LegendEntry[], width: number): Placed[][] {
  const rows: Placed[][] = [[]];
  let x = 0;
  for (const entry of legend) {
    const own = SWATCH + CHARACTER * entry.name.length;
    if (x > 0 && x + own > width) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push({ ...entry, x });
    x += own + LINE;
  }
  return rows;
}

function legendMark({ name, stroke: { colour, dash }, x }: Placed, { ink }: FigurePalette): Markup {
  const line = { x1: x, x2: x + SWATCH - 6, y1: 8, y2: 8, stroke: colour, "stroke-width": 2 };
  return (
    element("line", dash.length > 0 ? { ...line, "stroke-dasharray": dash.join(" ") } : line) +
    svgText(name, { x: x + SWATCH, y: 12, fill: ink })
  );
}

function standAlone(plot: SVGSVGElement, { width, height }: { width: number; height: number }): Markup {
  const copy = plot.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.removeAttribute("style");
  return new XMLSerializer().serializeToString(copy);
}

function shifted(x: number, y: number, content: Markup): Markup {
  return element("g", { transform: `translate(${x} ${y})` }, [content]);
}
