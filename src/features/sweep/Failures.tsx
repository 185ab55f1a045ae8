import { useMemo } from "react";
import { failures } from "../../engine/sweep/analysis/failures.ts";
import type { SweepRecord } from "../../engine/sweep/record.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
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
    <section aria-label={t("Failed trials")} className={classes.failures}>
      {t("{failed} of {trials} trials failed, and count in no figure below:", { failed, trials: trials.length })}
      <ul>
        {reasons.map(({ report, trials: count }) => (
          <li key={report.what}>
            {count} × {translated(report.what)}. {translated(report.fix ?? "")}
          </li>
        ))}
      </ul>
    </section>
  );
}
