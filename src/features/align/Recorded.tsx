import { useStore } from "zustand";
import { listed, t } from "../../i18n/i18n.ts";
import { DEFAULT_ALIGN_SETTINGS } from "../../state/align-settings.ts";
import { LitNames } from "../../ui/lit/LitNames.tsx";
import { fixedText, percentText } from "../../ui/numbers.ts";
import { RecordedBar } from "../../ui/RecordedBar.tsx";
import type { Alignment } from "../../worker/alignment-records.ts";
import type { ModelEntry } from "../../worker/records.ts";
import { align } from "./session.ts";
import type { Offer } from "./use-offer.ts";
import { usePolicyStrokes } from "./use-strokes.ts";

/** Says that the shown alignment is recorded, and what to look at. */
export function Recorded({ offer }: { offer: Offer }) {
  const { result, recorded, lanes } = useStore(align.store);
  const rewards = lanes.map(({ reward }) => reward);
  const strokes = usePolicyStrokes(rewards);
  if (!result || !recorded) return null;
  const named = rewards.map(({ id, name }) => ({ id, name, colour: strokes.get(id)?.colour ?? "currentColor" }));
  const runLive = () => {
    if (!offer) return;
    const { device } = align.settings.getState();
    align.change({ ...DEFAULT_ALIGN_SETTINGS, device });
    void align.start(offer, "end");
  };
  return (
    <RecordedBar onRunLive={runLive} onEmpty={align.clear} busy={!offer}>
      <LitNames text={whatToSee(result, rewards)} named={named} />
    </RecordedBar>
  );
}

/** One sentence about an alignment: how far the reward of every policy rose, and whether its answers got better. */
function whatToSee({ policies }: Pick<Alignment, "policies">, rewards: readonly ModelEntry[]): string {
  const [first] = policies;
  if (!first) return t("No policy was tuned.");
  const right = ({ goldSampled }: typeof first.base) => percentText(goldSampled.value, 0);
  const ends = policies.map(({ reward, base, tuned }) =>
    t("tuned to {name}, {right} (mean reward {before} → {after})", {
      name: rewards.find(({ id }) => id === reward)?.name ?? reward,
      right: right(tuned),
      before: fixedText(base.reward.value, 2),
      after: fixedText(tuned.reward.value, 2),
    }),
  );
  return t(
    "Look at the first two charts: a policy is tuned until a reward model likes its answers better, and the verifier says whether they are right more often. Of the base's answers to the test problems {base} are right; {ends}. The table says how sure that is.",
    { base: right(first.base), ends: listed(ends, ";") },
  );
}
