import type { ResponseSignal } from "../../engine/training/signal.ts";
import type { TokenSeries } from "../token-figure/token-numbers.ts";

/**
 * The gradients that the strips of a run draw, for the figure's table: the outcome term, and the consistency term if
 * the run has one.
 * @param of the signal of a response by its row; null if it is not recorded
 */
export function signalSeries(name: string, of: (row: number) => ResponseSignal | null): TokenSeries[] {
  const outcome: TokenSeries = { name: `∂L/∂r, ${name}`, at: (row, column) => of(row)?.outcome[column - 1] };
  const consistency: TokenSeries = {
    name: `∂ρL_icr/∂r, ${name}`,
    at: (row, column) => of(row)?.consistency?.[column - 1],
  };
  return of(0)?.consistency ? [outcome, consistency] : [outcome];
}
