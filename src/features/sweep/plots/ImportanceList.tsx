import type { Importance } from "../../../engine/sweep/analysis/importance.ts";
import { LEAST_CONFIGURATIONS } from "../../../engine/sweep/analysis/importance.ts";
import { percentText } from "../../../ui/numbers.ts";
import classes from "../SweepPage.module.css";
import { fieldLabel } from "../space/fields.ts";

/** The share of the objective's variance that each field explains by itself. */
export function ImportanceList({ importance }: { importance: readonly Importance[] | null }) {
  const ordered = [...(importance ?? [])].sort((a, b) => b.share - a.share);
  const rest = 1 - ordered.reduce((sum, { share }) => sum + share, 0);
  return (
    <section aria-label="Importance">
      <h2 className={classes.title}>What matters</h2>
      {importance ? (
        <>
          <ul className={classes.bars}>
            {ordered.map(({ field, share }) => (
              <li key={field}>
                <span>{fieldLabel(field)}</span>
                <span className={classes.bar} style={{ width: `${Math.max(1, 100 * share)}px` }} aria-hidden />
                {percent(share)}
              </li>
            ))}
          </ul>
          <p className={classes.note}>
            Share of the variance over the space that a field explains by itself (functional ANOVA over a random
            forest); {percent(Math.max(0, rest))} is how they act together.
          </p>
        </>
      ) : (
        <p className={classes.note}>Known from {LEAST_CONFIGURATIONS} finished configurations on that differ.</p>
      )}
    </section>
  );
}

function percent(share: number): string {
  return percentText(share, 0);
}
