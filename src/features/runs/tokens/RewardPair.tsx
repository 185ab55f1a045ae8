import type { Axis } from "../../../ui/token-figure/axis.ts";
import type { ColumnLayout } from "../../../ui/token-figure/columns.ts";
import type { FigurePalette } from "../../../ui/token-figure/palette.ts";
import type { ComparedRewards } from "./compared.ts";
import type { DrawnRun } from "./drawn-run.ts";
import own from "./TokensPanel.module.css";

export interface ComparedRowProps {
  first: DrawnRun;
  second: DrawnRun;
  rewards: ComparedRewards;
  /** Columns where the runs differ most. */
  marked: readonly number[];
  axis: Axis;
  layout: ColumnLayout;
  palette: FigurePalette;
}

/** The process rewards of two runs along one response, with the area between them shaded. */
export function RewardPair({ first, second, rewards, marked, axis, layout, palette }: ComparedRowProps) {
  const points = (values: readonly number[]) =>
    values.map((value, column) => `${layout.columns[column]?.center ?? 0} ${axis.y(value)}`);
  const [below, above] = [points(rewards.first), points(rewards.second)];
  return (
    <svg width={layout.width} height={axis.height} aria-hidden>
      <Marks marked={marked} layout={layout} height={axis.height} />
      {axis.ticks.map((tick) => (
        <line key={tick} x2={layout.width} y1={axis.y(tick)} y2={axis.y(tick)} stroke={palette.line} />
      ))}
      <path d={`M${[...above, ...below.toReversed()].join("L")}Z`} fill={palette.muted} opacity={0.14} />
      {[
        { points: below, run: first },
        { points: above, run: second },
      ].map(({ points, run }) => (
        <path
          key={run.name}
          d={`M${points.join("L")}`}
          fill="none"
          stroke={run.stroke.colour}
          strokeWidth="2"
          strokeDasharray={run.stroke.dash.join(" ")}
        />
      ))}
    </svg>
  );
}

/** Bands behind the columns where the runs differ most. */
export function Marks({ marked, layout, height }: Pick<ComparedRowProps, "marked" | "layout"> & { height: number }) {
  return marked.map((column) => {
    const place = layout.columns[column];
    return place && <rect key={column} className={own.mark} x={place.x} width={place.width - 2} height={height} />;
  });
}
