import { t } from "../../i18n/i18n.ts";
import type { TrainRecord } from "../../state/train-record.ts";
import { type VariantId, variantOf } from "../../state/train-variants.ts";

/** One sentence about a training that has ended: what to do with it, and how its runs ended. */
export function whatToSee(runs: readonly VariantId[], record: TrainRecord): string {
  const shares = runs.flatMap((id) => {
    const last = record.evaluation(id, Number.POSITIVE_INFINITY);
    return last ? [`${variantOf(id).name} ${Math.round(100 * last.accuracy)} %`] : [];
  });
  return t(
    "Drag the slider from step 0 to {lastStep} and watch the pinned pair: all runs learn to tell right answers from wrong ones (held-out accuracy: {value}), but under BT and GRM the signal ∂L/∂r reaches the last token alone, under ICRM every token.",
    { lastStep: record.lastStep, value: shares.join(", ") },
  );
}
