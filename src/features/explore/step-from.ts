import type { TokenPlace } from "../../state/selection.ts";
import type { FigureTrajectory } from "../../ui/token-figure/model.ts";
import { stepEnds } from "../../ui/token-figure/step-ends.ts";

/**
 * The end of the next step of a trajectory, or of the one before, from a pinned token on; of a trajectory without steps,
 * the next token. At either end it stays.
 */
export function stepFrom(
  trajectory: Pick<FigureTrajectory, "id" | "steps" | "tokens">,
  pinned: TokenPlace | null,
  by: 1 | -1,
): TokenPlace {
  const { id } = trajectory;
  const columns = stepEnds(trajectory);
  const at = pinned?.branchId === id ? pinned.column : 0;
  const next = by > 0 ? columns.find((column) => column > at) : columns.findLast((column) => column < at);
  return { branchId: id, column: next ?? at };
}
