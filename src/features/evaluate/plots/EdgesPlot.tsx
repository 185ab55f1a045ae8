import { useMemo } from "react";
import { t } from "../../../i18n/i18n.ts";
import { fixedText } from "../../../ui/numbers.ts";
import type { Mark } from "../../../ui/plot/marks.ts";
import { Scatter } from "../../../ui/plot/Scatter.tsx";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import type { Move } from "./edge-moves.ts";

interface EdgesPlotProps {
  name: string;
  /** The quantity that moves: σ(r) or V̂. */
  what: string;
  /** The list must be the same in all renders. */
  moves: readonly Move[];
}

// Most tokens are almost certain, so the axis spreads what is close to 0.
const SHARE = { domain: [0, 1], ticks: [0, 0.01, 0.05, 0.25, 1], spread: "root" } as const;

/** How far a judge moves against how far a value may move; points above the diagonal break the bound. */
export function EdgesPlot({ name, what, moves }: EdgesPlotProps) {
  const palette = usePalette();
  const marks = useMemo(
    (): Mark[] => [
      { shape: "dot", colour: palette.muted, label: t("within the bound") },
      { shape: "cross", colour: palette.wrong, label: t("beyond it") },
    ],
    [palette],
  );
  const points = useMemo(
    () => moves.map(({ delta, bound, broken }) => ({ x: bound, y: delta, mark: broken ? 1 : 0 })),
    [moves],
  );
  const x = useMemo(() => ({ name: "1 − q", ...SHARE }), []);
  const y = useMemo(() => ({ name: `δ = |Δ${what}|`, ...SHARE }), [what]);
  const line = useMemo(
    () => ({
      points: [
        [0, 0],
        [1, 1],
      ] as [number, number][],
      label: "δ = 1 − q",
    }),
    [],
  );
  const broken = points.filter(({ mark }) => mark === 1).length;
  return (
    <Scatter
      label={t("Edges of {name}: {broken} of {points} move further than 1 − q", {
        name,
        broken,
        points: points.length,
      })}
      points={points}
      marks={marks}
      x={x}
      y={y}
      line={line}
      describe={(index) =>
        `1 − q ${fixedText(points[index]?.x ?? Number.NaN, 3)} · δ ${fixedText(points[index]?.y ?? Number.NaN, 3)}`
      }
    />
  );
}
