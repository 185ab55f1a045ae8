import { translated } from "../../../i18n/translated.ts";
import { type VariantId, variantOf } from "../../../state/train-variants.ts";
import { shownStep } from "../../../state/train-view.ts";
import { signalSeries } from "../../../ui/signal-strip/signal-series.ts";
import { SIDES } from "../../../ui/token-figure/sides.ts";
import type { TokenSeries } from "../../../ui/token-figure/token-numbers.ts";
import type { PinnedPair } from "../../../worker/training-records.ts";
import { train } from "../session.ts";

/** The rewards and gradients of a pinned pair at the shown step, of every run. */
export function seriesOf(pair: PinnedPair, runs: readonly VariantId[]): TokenSeries[] {
  const step = shownStep(train.view.getState());
  return runs.flatMap((run) => {
    const name = translated(variantOf(run).name);
    const frame = train.record().frame(run, pair.place, step);
    const signalOf = (row: number) => frame?.signal[SIDES[row] ?? "chosen"] ?? null;
    return [
      { name: `r, ${name}`, at: (row: number, column: number) => signalOf(row)?.rewards[column] },
      ...signalSeries(name, signalOf),
    ];
  });
}
