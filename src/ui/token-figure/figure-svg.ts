import { t } from "../../i18n/i18n.ts";
import type { RewardScale } from "../../state/explore-state.ts";
import { mistakeText } from "../../state/mistake.ts";
import { squareRootAxis } from "./axis.ts";
import { type ColumnLayout, visibleText } from "./columns.ts";
import { curveAxis, exactCurves, rewardCurves } from "./curves.ts";
import { edgeArcs } from "./edge-arcs.ts";
import {
  chipHeight,
  figureColumns,
  gutterWidth,
  isSharedColumn,
  onRuler,
  probabilityBar,
  rowHeights,
} from "./layout.ts";
import { element, escaped, type Markup, svgText } from "./markup.ts";
import { type FigureModel, type FigureTrajectory, stepSigns } from "./model.ts";
import type { FigurePalette } from "./palette.ts";
import { bandOpacity, comparedDash, diamondPath, exactWidth, squarePath, trianglePath } from "./strokes.ts";
import { axisMarks, edgeChart, exactLines, measuredMarks, rewardLines, stepChart } from "./svg-charts.ts";

interface Figure {
  prompt: string;
  trajectories: readonly FigureTrajectory[];
  models: readonly FigureModel[];
  scale: RewardScale;
  palette: FigurePalette;
}

const MARGIN = 16;
const PROMPT_LINE = 22;
const LEGEND_LINE = 26;
const NARROWEST = 620;
/** Generation probabilities in the legend. */
const SCALE = [0, 0.25, 0.5, 0.75, 1];

/**
 * The page's figure as a stand-alone SVG document with all colours resolved: chips, steps, rewards, values and edges.
 */
export function figureSvg({ prompt, trajectories, models, scale, palette }: Figure): string {
  const layout = figureColumns(trajectories);
  const curves = rewardCurves(trajectories, models, scale);
  const rewards = curveAxis(curves, scale, rowHeights.rewards);
  const edges = squareRootAxis(rowHeights.edges);
  const stepEdges = squareRootAxis(rowHeights.stepEdges);
  const active = trajectories.find((trajectory) => trajectory.active);

  const rows: Markup[] = [];
  let y = 0;
  const add = (height: number, ...content: Markup[]) => {
    rows.push(element("g", { transform: `translate(0 ${y})` }, content));
    y += height;
  };

  add(PROMPT_LINE, svgText(prompt, { x: 0, y: 12, fill: palette.ink, "font-size": 12 }));
  // Values are drawn on the axis of σ(r); on the axis of r they would have no meaning.
  const measured = scale === "sigma" && trajectories.some(({ values }) => values.length > 0);
  const exact = scale === "sigma" ? exactCurves(trajectories) : [];
  const shown = { compared: trajectories.length > 1, measured, exact: exact.length > 0 };
  const { marks, width: legendWidth } = legend(models, palette, shown);
  add(LEGEND_LINE, ...marks);
  add(rowHeights.ruler, ...ruler(layout, palette));
  for (const trajectory of trajectories) {
    add(rowHeights.chips, ...chips(trajectory, layout, palette));
    add(rowHeights.steps, ...steps(trajectory, layout, palette));
  }
  add(rowHeights.arcs, ...(active ? arcs(active, layout, palette) : []));
  const label = scale === "sigma" ? "σ(r)" : "r";
  add(
    rewards.height,
    ...axisMarks(rewards, layout, label, palette),
    ...exactLines(exact, rewards, layout, palette),
    ...rewardLines(curves, rewards, layout, palette),
    ...(measured || exact.length > 0 ? measuredMarks(trajectories, rewards, layout, palette) : []),
  );
  add(
    edges.height,
    ...axisMarks(edges, layout, "|Δσ| ≤ 1−q", palette),
    ...(active ? edgeChart(active, models, edges, layout, palette) : []),
  );
  add(
    stepEdges.height,
    ...axisMarks(stepEdges, layout, "step ≤ 1−Πq", palette),
    ...(active ? stepChart(active, models, stepEdges, layout, palette) : []),
  );

  const figureTop = PROMPT_LINE + LEGEND_LINE + rowHeights.ruler;
  rows.push(...divergences(trajectories, layout, figureTop, y, palette));

  const width = Math.max(NARROWEST, legendWidth, gutterWidth + layout.width) + 2 * MARGIN;
  const height = y + 2 * MARGIN;
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
      element("title", {}, [t("Generation probabilities and process rewards")]),
      element("rect", { width, height, fill: palette.paper }),
      element("g", { transform: `translate(${MARGIN} ${MARGIN})` }, rows),
    ],
  )}\n`;
}

function legend(
  models: readonly FigureModel[],
  palette: FigurePalette,
  { compared, measured, exact }: { compared: boolean; measured: boolean; exact: boolean },
): { marks: Markup[]; width: number } {
  const marks: Markup[] = [];
  let x = 0;
  for (const q of SCALE) {
    marks.push(element("rect", { x, y: 0, width: 12, height: 9, fill: palette.chip(q) }));
    x += 12;
  }
  marks.push(svgText("q 0 to 1", { x: x + 6, y: 8, fill: palette.ink }));
  x += 68;
  for (const model of models) {
    marks.push(element("rect", { x, y: 2, width: 14, height: 4, fill: palette.model(model) }));
    marks.push(svgText(model.name, { x: x + 20, y: 8, fill: palette.ink }));
    x += 40 + 7 * model.name.length;
  }
  if (exact) {
    const stroke = { stroke: palette.truth, "stroke-width": exactWidth(true) };
    marks.push(element("line", { x1: x, x2: x + 22, y1: 4, y2: 4, ...stroke }));
    marks.push(element("path", { d: squarePath({ x: x + 11, y: 4 }), fill: palette.truth }));
    marks.push(svgText(t("V* of the class, exact"), { x: x + 28, y: 8, fill: palette.ink }));
    x += 156;
  }
  if (measured) {
    marks.push(element("path", { d: diamondPath({ x: x + 5, y: 4 }), fill: palette.paper, stroke: palette.truth }));
    marks.push(svgText(t("V̂ of the policy, roll-outs, 95 % interval"), { x: x + 14, y: 8, fill: palette.ink }));
    x += 236;
  }
  if (exact || measured) {
    marks.push(element("rect", { x, y: 0, width: 14, height: 9, fill: palette.truth, "fill-opacity": bandOpacity }));
    marks.push(svgText("V ± (1 − Πq)", { x: x + 20, y: 8, fill: palette.ink }));
    x += 100;
  }
  if (compared) {
    marks.push(
      element("line", { x1: x, x2: x + 26, y1: 4, y2: 4, stroke: palette.ink, "stroke-dasharray": comparedDash }),
    );
    marks.push(svgText(t("compared trajectory"), { x: x + 32, y: 8, fill: palette.ink }));
    x += 150;
  }
  marks.push(element("path", { d: trianglePath(x + 4, 10), fill: palette.wrong }));
  marks.push(svgText(t("|Δσ(r)| above its bound"), { x: x + 14, y: 8, fill: palette.ink }));
  return { marks, width: x + 150 };
}

/** Dashed lines through all rows where a trajectory diverges from those above it. */
function divergences(
  trajectories: readonly FigureTrajectory[],
  { columns }: ColumnLayout,
  top: number,
  bottom: number,
  palette: FigurePalette,
): Markup[] {
  return trajectories.flatMap(({ partsAt }) => {
    const column = partsAt === null ? undefined : columns[partsAt + 1];
    if (!column) return [];
    const x = gutterWidth + column.x - 1;
    return [element("line", { x1: x, x2: x, y1: top, y2: bottom, stroke: palette.muted, "stroke-dasharray": "3 3" })];
  });
}

function ruler({ columns }: ColumnLayout, palette: FigurePalette): Markup[] {
  return columns
    .filter(({ index }) => index > 0 && onRuler(index))
    .map(({ index, center }) =>
      svgText(String(index), { x: gutterWidth + center, y: 12, "text-anchor": "middle", fill: palette.muted }),
    );
}

function chips(trajectory: FigureTrajectory, { columns }: ColumnLayout, palette: FigurePalette): Markup[] {
  const { letter, active, tokens } = trajectory;
  const mono = { "font-family": "ui-monospace, monospace", "font-size": 13, "text-anchor": "middle" };
  return [
    svgText(`${active ? "●" : "○"} ${letter}`, { x: 4, y: 17, fill: palette.ink, "font-weight": 600 }),
    svgText(t("prompt"), {
      x: gutterWidth + (columns[0]?.center ?? 0),
      y: 17,
      "text-anchor": "middle",
      fill: palette.muted,
    }),
    ...tokens.flatMap(({ text: content, q }, index): Markup[] => {
      const column = columns[index + 1];
      if (!column) return [];
      const x = gutterWidth + column.x;
      const label = visibleText(content);
      const center = gutterWidth + column.center - 1;
      if (isSharedColumn(trajectory, index + 1))
        return [svgText(label, { ...mono, x: center, y: 17, fill: palette.muted })];
      const { top, height } = probabilityBar;
      return [
        element("rect", { x, width: column.width - 2, height: chipHeight, fill: palette.chip(q) }),
        svgText(label, { ...mono, x: center, y: 17, fill: palette.chipText(q) }),
        element("rect", {
          x: center - 3,
          y: top + height * (1 - q),
          width: 6,
          height: height * q,
          fill: palette.muted,
        }),
      ];
    }),
  ];
}

function steps(trajectory: FigureTrajectory, { columns }: ColumnLayout, palette: FigurePalette): Markup[] {
  const colours = { right: palette.right, wrong: palette.wrong, malformed: palette.muted };
  return trajectory.steps.flatMap(({ from, to, status, reason }, index): Markup[] => {
    const first = columns[from + 1];
    const last = columns[to];
    if (!first || !last) return [];
    const left = gutterWidth + first.x + 2;
    const right = gutterWidth + last.x + last.width - 4;
    const mistake = trajectory.mistake?.step === index ? trajectory.mistake : null;
    return [
      element("path", { d: `M${left} 0V5H${right}V0`, fill: "none", stroke: colours[status] }, [
        element("title", {}, [escaped(mistake ? `${reason} (${mistakeText(mistake)})` : reason)]),
      ]),
      svgText(mistake ? `${stepSigns[status]} ${mistake.title}` : stepSigns[status], {
        x: (left + right) / 2,
        y: 18,
        "text-anchor": "middle",
        fill: colours[status],
        "font-weight": 700,
      }),
    ];
  });
}

function arcs({ tokens }: FigureTrajectory, layout: ColumnLayout, palette: FigurePalette): Markup[] {
  const stroke = { fill: "none", stroke: palette.muted, "stroke-opacity": 0.7 };
  const paths = edgeArcs(tokens, layout).map(({ path, width }) =>
    element("path", { d: path, ...stroke, "stroke-width": width }),
  );
  return [
    svgText("w = 2q", { x: 4, y: 10, fill: palette.muted }),
    element("g", { transform: `translate(${gutterWidth} 0)` }, paths),
  ];
}
