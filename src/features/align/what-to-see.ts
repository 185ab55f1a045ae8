import { t } from "../../i18n/i18n.ts";
import { fixedText, percentText } from "../../ui/numbers.ts";
import type { Alignment } from "../../worker/alignment-records.ts";
import type { ModelEntry } from "../../worker/records.ts";

/** One sentence about an alignment: how far the reward of every policy rose, and whether its answers got better. */
export function whatToSee({ policies }: Pick<Alignment, "policies">, rewards: readonly ModelEntry[]): string {
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
    { base: right(first.base), ends: ends.join("; ") },
  );
}
