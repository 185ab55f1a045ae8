import type { ReportedJudge } from "../../engine/evaluation/report.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { lights } from "../lit/lit.ts";
import type { RunStroke } from "../run-strokes.ts";
import { Swatch } from "../Swatch.tsx";
import classes from "./Plot.module.css";

interface JudgeLegendProps {
  judges: readonly Pick<ReportedJudge, "id" | "name">[];
  strokes: ReadonlyMap<string, RunStroke>;
}

/** The legend of the judges' lines. */
export function JudgeLegend({ judges, strokes }: JudgeLegendProps) {
  return (
    <ul className={classes.legend} aria-label={t("Legend")}>
      {judges.map(({ id, name }) => {
        const stroke = strokes.get(id);
        return (
          <li key={id} {...lights(id)}>
            {stroke && <Swatch stroke={stroke} />} {translated(name)}
          </li>
        );
      })}
    </ul>
  );
}
