import type { SignalRecording } from "../../../engine/training/run-history.ts";
import type { VariantId } from "../../../state/train-variants.ts";
import { shownStep } from "../../../state/train-view.ts";
import { useFrameStore } from "../../../state/use-frame-store.ts";
import { train } from "../session.ts";

/** The recordings of a pair at the shown step, one per run. Renders when they change. */
export function useFrames(pair: number, runs: readonly VariantId[]): (SignalRecording | null)[] {
  useFrameStore(train.pulse);
  const step = shownStep(useFrameStore(train.view));
  return runs.map((run) => train.record().frame(run, pair, step));
}
