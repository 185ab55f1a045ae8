import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useStore } from "zustand";
import type { Estimate } from "../../engine/statistics/estimate.ts";
import { bestOf, type Confirmed, confirmed } from "../../engine/sweep/analysis/summaries.ts";
import type { SweepRecord } from "../../engine/sweep/record.ts";
import type { Field, Value } from "../../engine/sweep/variation.ts";
import { axisNumber } from "../../ui/live-chart/axis-number.ts";
import { openInTrain } from "./open-in-train.ts";
import { valueText } from "./rows.ts";
import classes from "./SweepPage.module.css";
import { crew, sweep } from "./session.ts";
import { fieldLabel } from "./space/fields.ts";

const FRESH_SEEDS = 5;

/** The configuration with the best mean, what supports it, and whether fresh seeds confirm it. */
export function BestPanel({ record }: { record: SweepRecord }) {
  const busy = useStore(sweep.store, ({ phase }) => phase !== "idle");
  const recorded = useStore(sweep.store, (state) => state.recorded);
  const navigate = useNavigate();
  const best = useMemo(() => bestOf(record), [record]);
  const verdict = useMemo(() => confirmed(record), [record]);
  const { metric } = record.plan.objective;
  if (!best) {
    return (
      <section aria-label="Best configuration">
        <h2 className={classes.title}>Best configuration</h2>
        <p className={classes.note}>Known when a configuration has finished with every seed.</p>
      </section>
    );
  }
  const { configuration, values, estimate, bySeed } = best.summary;
  return (
    <section aria-label="Best configuration">
      <h2 className={classes.title}>Best configuration</h2>
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
        Number {configuration + 1}, the best mean over {bySeed.size} seeds of {best.among} configurations, {best.trials}{" "}
        trials in all. The best of many is partly lucky: fresh seeds tell how much.
      </p>
      {verdict && <Verdict verdict={verdict} metric={metric} />}
      <div className={classes.buttons}>
        <Button
          variant="default"
          onClick={() => {
            openInTrain(record.plan, values);
            void navigate({ to: "/train" });
          }}
        >
          Open in Train
        </Button>
        {!record.plan.listed && !recorded && (
          <Button
            variant="default"
            disabled={busy}
            onClick={() => void sweep.confirm(configuration, FRESH_SEEDS, crew())}
          >
            Run again with {FRESH_SEEDS} fresh seeds
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
      <b>{better ? "Better" : "Not shown to be better"}</b> than what the Train page had: on {advantage.count} fresh
      seeds, number {configuration + 1} reaches {metric} {axisNumber(chosen.value)} against {axisNumber(baseline.value)}
      ; paired advantage {intervalText(advantage)}.
    </p>
  );
}

function intervalText({ value, low, high }: Estimate): string {
  return Number.isNaN(low) ? axisNumber(value) : `${axisNumber(value)} [${axisNumber(low)}, ${axisNumber(high)}]`;
}
