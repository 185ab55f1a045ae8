import { listed, t } from "../../../i18n/i18n.ts";
import { Trans } from "../../../i18n/Trans.tsx";
import { translated } from "../../../i18n/translated.ts";
import type { AlignLane } from "../../../state/align-lane.ts";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import { GapHistogram } from "./GapHistogram.tsx";
import { PairList } from "./PairList.tsx";
import classes from "./Pairs.module.css";
import { Verifier } from "./Verifier.tsx";

interface PairsPanelProps {
  lanes: readonly AlignLane[];
  strokes: ReadonlyMap<string, RunStroke>;
}

/** The pairs that the reward models have chosen, shown before and during training. */
export function PairsPanel({ lanes, strokes }: PairsPanelProps) {
  const known = lanes.filter((lane): lane is AlignLane & { pairs: object } => lane.pairs !== null);
  return (
    <section aria-labelledby="align-chosen-pairs" className={classes.panel}>
      <h2 id="align-chosen-pairs">{t("Pairs: best against worst of N, by each reward model")}</h2>
      {known.length === 0 && (
        <p className={classes.note}>
          {t(
            "The policy answers every prompt N times. Each reward model picks the best and the worst answer as a pair, and a copy of the policy is trained on its pairs by direct preference optimisation. Whether it got better is up to the verifier, on problems no pair was made from.",
          )}
        </p>
      )}
      {known.map(({ reward, pairs }) => {
        const colour = strokes.get(reward.id)?.colour ?? "currentColor";
        return (
          <article
            key={reward.id}
            aria-label={t("Pairs of {name}", { name: translated(reward.name) })}
            className={classes.lane}
          >
            <h3 style={{ color: colour }}>{translated(reward.name)}</h3>
            <p className={classes.note} data-testid={`pairs-${reward.id}`}>
              <Trans
                id="<b>{pairs}</b> pairs from {prompts} prompts{dropped}"
                components={{ b: <b /> }}
                values={{
                  pairs: pairs.report.pairs,
                  prompts: pairs.report.prompts,
                  dropped: droppedText(pairs.report.dropped),
                }}
              />
            </p>
            <div className={classes.figures}>
              <GapHistogram name={translated(reward.name)} gap={pairs.report.gap} colour={colour} />
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
    equal > 0 && t("{equal} whose answers were all the same", { equal }),
    close > 0 && t("{close} whose rewards were equal or too close", { close }),
    unfinished > 0 && t("{unfinished} with fewer than two finished answers", { unfinished }),
  ].filter((reason) => reason !== false);
  return reasons.length > 0 ? t("; none from {reasons}", { reasons: listed(reasons) }) : "";
}
