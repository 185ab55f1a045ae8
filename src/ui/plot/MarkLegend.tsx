import { t } from "../../i18n/i18n.ts";
import { usePalette } from "../token-figure/use-palette.ts";
import { type Mark, markPath } from "./marks.ts";
import classes from "./Plot.module.css";

/** The legend of a scatter plot's marks and of its line of reference. */
export function MarkLegend({ marks, line }: { marks: readonly Mark[]; line: string }) {
  const { muted } = usePalette();
  return (
    <ul className={classes.legend} aria-label={t("Legend")}>
      {marks.map((mark) => {
        const { d, filled } = markPath(mark);
        return (
          <li key={mark.label}>
            <svg width="12" height="12" aria-hidden>
              <path d={d} stroke={mark.colour} strokeWidth="1.5" fill={filled ? mark.colour : "none"} />
            </svg>
            {mark.label}
          </li>
        );
      })}
      <li>
        <svg width="22" height="8" aria-hidden>
          <line x2="22" y1="4" y2="4" stroke={muted} strokeDasharray="4 3" />
        </svg>
        {line}
      </li>
    </ul>
  );
}
