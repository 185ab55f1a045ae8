import { useMemo } from "react";
import { failures } from "../../engine/sweep/analysis/failures.ts";
import type { SweepRecord } from "../../engine/sweep/record.ts";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import classes from "./SweepPage.module.css";

/** The reasons why trials failed, and what to do; prominent if all trials failed. */
export function Failures({ record: { trials } }: { record: SweepRecord }) {
  const reasons = useMemo(() => failures(trials), [trials]);
  const [commonest] = reasons;
  if (!commonest) return null;
  const failed = reasons.reduce((sum, reason) => sum + reason.trials, 0);
  if (failed === trials.length) {
    const { what, ...facts } = commonest.report;
    return <ErrorPanel report={{ ...facts, what: `All ${failed} trials so far have failed. ${what}` }} />;
  }
  return (
    <section aria-label="Failed trials" className={classes.failures}>
      {failed} of {trials.length} trials failed, and count in no figure below:
      <ul>
        {reasons.map(({ report, trials: count }) => (
          <li key={report.what}>
            {count} × {report.what}. {report.fix}
          </li>
        ))}
      </ul>
    </section>
  );
}
