import { useStore } from "zustand";
import { listed, t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import type { TrainRecord } from "../../state/train-record.ts";
import { type VariantId, variantOf } from "../../state/train-variants.ts";
import { LitNames } from "../../ui/lit/LitNames.tsx";
import { percentText } from "../../ui/numbers.ts";
import { RecordedBar } from "../../ui/RecordedBar.tsx";
import { train } from "./session.ts";
import { useVariantStrokes } from "./use-strokes.ts";

/** Says that the shown training is recorded, and what to look at. */
export function Recorded() {
  const recorded = useStore(train.store, (state) => state.recorded);
  const opening = useStore(train.store, (state) => state.opening);
  const lanes = useStore(train.store, (state) => state.lanes);
  const runs = lanes.map(({ id }) => id);
  const strokes = useVariantStrokes(runs);
  if (!recorded) return null;
  const named = runs.map((id) => ({
    id,
    name: translated(variantOf(id).name),
    colour: strokes.get(id)?.colour ?? "currentColor",
  }));
  return (
    <RecordedBar onRunLive={() => void train.start()} onEmpty={train.clear} busy={opening}>
      <LitNames text={whatToSee(runs, train.record())} named={named} />
    </RecordedBar>
  );
}

/** One sentence about a training that has ended: what to do with it, and how its runs ended. */
function whatToSee(runs: readonly VariantId[], record: TrainRecord): string {
  const shares = runs.flatMap((id) => {
    const last = record.evaluation(id, Number.POSITIVE_INFINITY);
    return last ? [`${translated(variantOf(id).name)} ${percentText(last.accuracy, 0)}`] : [];
  });
  return t(
    "Drag the slider from step 0 to {lastStep} and watch the pinned pair: all runs learn to tell right answers from wrong ones (held-out accuracy: {value}), but under BT and GRM the signal ∂L/∂r reaches the last token alone, under ICRM every token.",
    { lastStep: record.lastStep, value: listed(shares) },
  );
}
