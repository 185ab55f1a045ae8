import type { Row } from "../rows.ts";

/**
 * The trial whose rewards are shown: the one under the pointer, or else the best; null if no trial has kept rewards.
 */
export function shownRow(rows: readonly Row[], hovered: string | null, sign: 1 | -1): Row | null {
  const having = rows.filter(({ trial }) => trial.pinned !== null);
  const pointedAt = having.find(({ key }) => key === hovered);
  if (pointedAt) return pointedAt;
  const worth = ({ objective }: Row) => (objective === null ? Number.NEGATIVE_INFINITY : sign * objective);
  return having.reduce<Row | null>((best, row) => (best && worth(best) >= worth(row) ? best : row), null);
}
