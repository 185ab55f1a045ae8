import { Button } from "@mantine/core";
import { useState } from "react";
import type { Evaluation, Metric, ReportedJudge } from "../../../engine/evaluation/report.ts";
import { t } from "../../../i18n/i18n.ts";
import type { ExploreSetting } from "../../../ui/ExploreLink.tsx";
import { countText } from "../../../ui/numbers.ts";
import { ComparisonRecord } from "./ComparisonRecord.tsx";
import classes from "./Records.module.css";
import { TrajectoryRecord } from "./TrajectoryRecord.tsx";

interface RecordsPanelProps {
  evaluation: Evaluation;
  judge: ReportedJudge;
  metric: Metric;
  /** Indices of the records; the worst for the judge comes first. */
  worst: readonly number[];
  setting: ExploreSetting;
}

const PAGE = 10;

/** The records behind a figure; those that count most against the judge come first. */
export function RecordsPanel({ evaluation, judge, metric, worst, setting }: RecordsPanelProps) {
  const [shown, setShown] = useState(PAGE);
  const { trajectories, comparisons } = evaluation;
  const count = countText(worst.length);
  return (
    <section aria-label={t("Records")} className={classes.panel}>
      <h3>
        {metric.records === "comparison"
          ? t("{count} comparisons, worst first", { count })
          : t("{count} responses, worst first", { count })}
      </h3>
      <ol className={classes.records}>
        {worst.slice(0, shown).map((index) => {
          const comparison = comparisons[index];
          const trajectory = trajectories[index];
          return (
            <li key={index} data-testid="record">
              {metric.records === "comparison"
                ? comparison && (
                    <ComparisonRecord
                      comparison={comparison}
                      trajectories={trajectories}
                      judge={judge.id}
                      setting={setting}
                    />
                  )
                : trajectory && <TrajectoryRecord trajectory={trajectory} judge={judge.id} setting={setting} />}
            </li>
          );
        })}
      </ol>
      {shown < worst.length && (
        <Button size="compact-xs" variant="default" onClick={() => setShown(shown + PAGE)}>
          {t("{more} more", { more: Math.min(PAGE, worst.length - shown) })}
        </Button>
      )}
    </section>
  );
}
