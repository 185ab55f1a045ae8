import { useStore } from "zustand";
import type { AlignLane } from "../../../state/align.ts";
import { align } from "../session.ts";
import { useShownRewards, useStrokes } from "../use-strokes.ts";
import { GapHistogram } from "./GapHistogram.tsx";
import { PairList } from "./PairList.tsx";
import classes from "./Pairs.module.css";
import { Verifier } from "./Verifier.tsx";

/** The pairs that the reward models have chosen, shown before and during training. */
export function PairsPanel() {
  const lanes = useStore(align.store, (state) => state.lanes);
  const strokes = useStrokes(useShownRewards(null));
  const known = lanes.filter((lane): lane is AlignLane & { pairs: object } => lane.pairs !== null);
  return (
    <section aria-label="Pairs" className={classes.panel}>
      <h2>Pairs: best against worst of N, by each reward model</h2>
      {known.length === 0 && (
        <p className={classes.note}>
          The policy answers every prompt N times. Each reward model picks the best and the worst answer as a pair, and
          a copy of the policy is trained on its pairs by direct preference optimisation. Whether it got better is up to
          the verifier, on problems no pair was made from.
        </p>
      )}
      {known.map(({ reward, pairs }) => {
        const colour = strokes.get(reward.id)?.colour ?? "currentColor";
        return (
          <article key={reward.id} aria-label={`Pairs of ${reward.name}`} className={classes.lane}>
            <h3 style={{ color: colour }}>{reward.name}</h3>
            <p className={classes.note} data-testid={`pairs-${reward.id}`}>
              <b>{pairs.report.pairs}</b> pairs from {pairs.report.prompts} prompts{droppedText(pairs.report.dropped)}
            </p>
            <div className={classes.figures}>
              <GapHistogram gap={pairs.report.gap} colour={colour} />
              <Verifier agreement={pairs.report.verifier} pairs={pairs.report.pairs} />
            </div>
            <PairList pairs={pairs.pairs} />
          </article>
        );
      })}
    </section>
  );
}

function droppedText({ equal, close, unfinished }: { equal: number; close: number; unfinished: number }): string {
  const reasons = [
    equal > 0 && `${equal} whose answers were all the same`,
    close > 0 && `${close} whose rewards were equal or too close`,
    unfinished > 0 && `${unfinished} with fewer than two finished answers`,
  ].filter(Boolean);
  return reasons.length > 0 ? `; none from ${reasons.join(", ")}` : "";
}
