import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useStore } from "zustand";
import type { Estimate } from "../../engine/statistics/estimate.ts";
import { bestOf, type Confirmed, confirmed } from "../../engine/sweep/analysis/summaries.ts";
import type { SweepPlan } from "../../engine/sweep/plan.ts";
import type { SweepRecord } from "../../engine/sweep/record.ts";
import type { Assignment } from "../../engine/sweep/space.ts";
import type { Field, Value } from "../../engine/sweep/variation.ts";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import { embeddedPairs } from "../../state/embedded-pairs.ts";
import { DEFAULT_SPACE } from "../../state/sweep-draft.ts";
import { trainingOf } from "../../state/sweep-training.ts";
import { axisNumber } from "../../ui/live-chart/axis-number.ts";
import { metricName } from "../../ui/metric-name.ts";
import { train } from "../train/session.ts";
import { valueText } from "./rows.ts";
import classes from "./SweepPage.module.css";
import { crew, draft, sweep } from "./session.ts";
import { fieldLabel } from "./space/fields.ts";

const FRESH_SEEDS = 5;

/** The configuration with the best mean, what supports it, and whether fresh seeds confirm it. */
export function BestPanel({ record }: { record: SweepRecord }) {
  const busy = useStore(sweep.store, ({ phase }) => phase !== "idle");
  const recorded = useStore(sweep.store, (state) => state.recorded);
  const training = useStore(train.store, ({ phase }) => phase !== "idle" && phase !== "ended");
  const navigate = useNavigate();
  const best = useMemo(() => bestOf(record), [record]);
  const verdict = useMemo(() => confirmed(record), [record]);
  const metric = metricName(record.plan.objective.metric);
  if (!best) {
    return (
      <section aria-label={t("Best configuration")}>
        <h2 className={classes.title}>{t("Best configuration")}</h2>
        <p className={classes.note}>{t("Known when a configuration has finished with every seed.")}</p>
      </section>
    );
  }
  const { configuration, values, estimate, bySeed } = best.summary;
  return (
    <section aria-label={t("Best configuration")}>
      <h2 className={classes.title}>{t("Best configuration")}</h2>
      <dl className={classes.values}>
        {(Object.entries(values) as [Field, Value][]).map(([field, value]) => (
          <div key={field}>
            <dt>{fieldLabel(field)}</dt>
            <dd>{valueText(value)}</dd>
          </div>
        ))}
        <div>
          <dt>{metric}</dt>
          <dd>{intervalText(estimate)}</dd>
        </div>
      </dl>
      <p className={classes.note} data-testid="best-of">
        {t(
          "Number {configuration}, the best mean over {size} seeds of {among} configurations, {trials} trials in all. The best of many is partly lucky: fresh seeds tell how much.",
          { configuration: configuration + 1, size: bySeed.size, among: best.among, trials: best.trials },
        )}
      </p>
      {verdict && <Verdict verdict={verdict} metric={metric} />}
      <div className={classes.buttons}>
        <Button
          variant="default"
          disabled={training}
          title={training ? t("Train is training: its pairs and its base stay until that ends") : undefined}
          onClick={() => {
            openInTrain(record.plan, values);
            void navigate({ to: "/train" });
          }}
        >
          {t("Open in Train")}
        </Button>
        {!record.plan.listed && !recorded && (
          <Button
            variant="default"
            disabled={busy}
            onClick={() => void sweep.confirm(configuration, FRESH_SEEDS, crew())}
          >
            {t("Run again with {seeds} fresh seeds", { seeds: FRESH_SEEDS })}
          </Button>
        )}
      </div>
    </section>
  );
}

function Verdict({ verdict, metric }: { verdict: Confirmed; metric: string }) {
  const { configuration, chosen, baseline, advantage, better } = verdict;
  return (
    <p className={classes.verdict} data-testid="verdict">
      <Trans
        id="<b>{verdict}</b> than what the Train page had: on {seeds} fresh seeds, number {configuration} reaches {metric} {chosen} against {baseline}; paired advantage {advantage}."
        components={{ b: <b /> }}
        values={{
          verdict: better ? t("Better") : t("Not shown to be better"),
          seeds: advantage.count,
          configuration: configuration + 1,
          metric,
          chosen: axisNumber(chosen.value),
          baseline: axisNumber(baseline.value),
          advantage: intervalText(advantage),
        }}
      />
    </p>
  );
}

function intervalText({ value, low, high }: Estimate): string {
  return Number.isNaN(low) ? axisNumber(value) : `${axisNumber(value)} [${axisNumber(low)}, ${axisNumber(high)}]`;
}

/**
 * Sets the Train page to a configuration of a sweep, with the pairs, the base and the generator that the Sweep page has;
 * the recorded sweep was made of those that come with the playground. Not while Train is training: a training keeps its pairs.
 */
function openInTrain(plan: SweepPlan, values: Assignment): void {
  const { recorded } = sweep.store.getState();
  const { settings, source } = recorded ? { ...DEFAULT_SPACE, source: embeddedPairs } : draft.getState();
  train.change(trainingOf(plan, values, settings));
  void train.open(source, train.store.getState().device);
}
