import type { Importance } from "../../../engine/sweep/analysis/importance.ts";
import { LEAST_CONFIGURATIONS } from "../../../engine/sweep/analysis/importance.ts";
import { t } from "../../../i18n/i18n.ts";
import { percentText } from "../../../ui/numbers.ts";
import classes from "../SweepPage.module.css";
import { fieldLabel } from "../space/fields.ts";

/** The share of the objective's variance that each field explains by itself. */
export function ImportanceList({ importance }: { importance: readonly Importance[] | null }) {
  const ordered = [...(importance ?? [])].sort((a, b) => b.share - a.share);
  const rest = 1 - ordered.reduce((sum, { share }) => sum + share, 0);
  return (
    <section aria-label={t("Importance")}>
      <h2 className={classes.title}>{t("What matters")}</h2>
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
            {t(
              "Share of the variance over the space that a field explains by itself (functional ANOVA over a random forest); {rest} is how they act together.",
              { rest: percent(Math.max(0, rest)) },
            )}
          </p>
        </>
      ) : (
        <p className={classes.note}>
          {t("Known from {least} finished configurations on that differ.", { least: LEAST_CONFIGURATIONS })}
        </p>
      )}
    </section>
  );
}

function percent(share: number): string {
  return percentText(share, 0);
}
