import type { Axis } from "../../../ui/token-figure/axis.ts";
import type { ColumnLayout } from "../../../ui/token-figure/columns.ts";
import type { FigurePalette } from "../../../ui/token-figure/palette.ts";
import { RewardRow } from "../../../ui/token-figure/RewardRow.tsx";

interface RewardLineProps {
  /** Process rewards at the end of the prompt and at every token. */
  rewards: readonly number[];
  axis: Axis;
  layout: ColumnLayout;
  palette: FigurePalette;
  colour: string;
  label: string;
}

/** The process rewards of one response over its tokens. */
export function RewardLine({ rewards, axis, layout, palette, colour, label }: RewardLineProps) {
  const at = (column: number) => layout.columns[column]?.center ?? 0;
  return (
    <RewardRow axis={axis} width={layout.width} palette={palette} role="img" aria-label={label}>
      <polyline
        points={rewards.map((reward, t) => `${at(t)},${axis.y(reward).toFixed(1)}`).join(" ")}
        fill="none"
        stroke={colour}
        strokeWidth={2}
      />
    </RewardRow>
  );
}
