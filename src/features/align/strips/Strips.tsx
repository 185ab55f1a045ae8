import { useMemo } from "react";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { LiveChart, type LiveLine } from "../../../ui/live-chart/LiveChart.tsx";
import type { ModelEntry } from "../../../worker/records.ts";
import type { Offer } from "../use-offer.ts";
import { useShownRewards } from "../use-shown-rewards.ts";
import { usePolicyStrokes } from "../use-strokes.ts";
import classes from "./Strips.module.css";
import { type Measure, stripSource } from "./source.ts";

interface StripSpec {
  title: string;
  measure: Measure;
  height: number;
  /** Whether the values are measured only from time to time, and so drawn as points. */
  judged: boolean;
}

/** The charts over one axis of steps. Reward hacking shows as the first two diverging. */
const strips: readonly StripSpec[] = [
  {
    title: msg("mean reward, above the base's"),
    measure: ({ reward }, base) => (reward === undefined ? undefined : reward - (base.reward as number)),
    height: 128,
    judged: true,
  },
  { title: msg("gold accuracy"), measure: (point) => point["gold/sampled"], height: 128, judged: true },
  { title: msg("KL to the base, nats"), measure: ({ kl }) => kl, height: 92, judged: true },
  { title: msg("response length, tokens"), measure: ({ length }) => length, height: 92, judged: true },
];

const training: readonly StripSpec[] = ["loss", "rewards/accuracies", "rewards/margins", "logps/chosen"].map(
  (name) => ({ title: name, measure: (point) => (point as Record<string, number>)[name], height: 110, judged: false }),
);

/** The curves of the policies on the validation problems during training: the proxy above, gold below. */
export function Strips({ offer }: { offer: Offer }) {
  const rewards = useShownRewards(offer);
  return (
    <section aria-label={t("Curves")} className={classes.strips}>
      <div className={classes.head}>
        <h2>{t("On the validation problems, over optimiser steps")}</h2>
        <span className={classes.note}>{t("temperature 1, judged by the verifier; no pair was made from them")}</span>
      </div>
      {strips.map((spec) => (
        <Strip key={spec.title} spec={spec} rewards={rewards} />
      ))}
      <details className={classes.details}>
        <summary>{t("On the pairs: loss and implicit rewards")}</summary>
        <div className={classes.grid}>
          {training.map((spec) => (
            <Strip key={spec.title} spec={spec} rewards={rewards} />
          ))}
        </div>
      </details>
    </section>
  );
}

function Strip({ spec, rewards }: { spec: StripSpec; rewards: readonly ModelEntry[] }) {
  const { title, measure, height, judged: dots } = spec;
  const strokes = usePolicyStrokes(rewards);
  const source = useMemo(
    () =>
      stripSource(
        rewards.map(({ id }) => id),
        measure,
      ),
    [rewards, measure],
  );
  const lines = useMemo(
    () =>
      rewards.map(({ id, name }): LiveLine => {
        const { colour, dash } = strokes.get(id) ?? { colour: "#888888", dash: [] };
        return { of: id, label: translated(name), colour, dash, dots };
      }),
    [rewards, strokes, dots],
  );
  return <LiveChart title={translated(title)} lines={lines} source={source} height={height} />;
}
