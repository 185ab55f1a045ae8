import { memo } from "react";
import type { TokenRecord } from "../../worker/records.ts";
import type { ColumnLayout } from "./columns.ts";
import { edgeArcs } from "./edge-arcs.ts";
import { rowHeights } from "./layout.ts";
import type { FigurePalette } from "./palette.ts";

interface EdgeArcsProps {
  tokens: readonly TokenRecord[];
  layout: ColumnLayout;
  palette: FigurePalette;
}

/** The edges of the consistency term as arcs between neighbouring tokens; a thicker arc has more weight. */
export const EdgeArcs = memo(function EdgeArcs({ tokens, layout, palette }: EdgeArcsProps) {
  return (
    <svg width={layout.width} height={rowHeights.arcs} aria-hidden>
      {edgeArcs(tokens, layout).map(({ column, path, width }) => (
        <path key={column} d={path} fill="none" stroke={palette.muted} strokeWidth={width} strokeOpacity={0.7} />
      ))}
    </svg>
  );
});
