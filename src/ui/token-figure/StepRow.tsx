import { Tooltip } from "@mantine/core";
import { memo } from "react";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { mistakeText } from "../../state/mistake.ts";
import type { Column } from "./columns.ts";
import { rowHeights } from "./layout.ts";
import { type FigureTrajectory, stepSigns } from "./model.ts";
import type { FigurePalette } from "./palette.ts";
import classes from "./TokenFigure.module.css";

interface StepRowProps {
  trajectory: FigureTrajectory;
  columns: readonly Column[];
  palette: FigurePalette;
}

const WIDE_ENOUGH_FOR_WORDS = 76;

/**
 * Brackets under the tokens of every step with the verifier's verdict, and the mistake's name at the first wrong step;
 * hover and focus show the reason.
 */
export const StepRow = memo(function StepRow({ trajectory, columns, palette }: StepRowProps) {
  const colours = { right: palette.right, wrong: palette.wrong, malformed: palette.muted };
  return (
    <div className={classes.steps} style={{ height: rowHeights.steps }}>
      {trajectory.steps.map(({ from, to, status, reason, text }, index) => {
        const first = columns[from + 1];
        const last = columns[to];
        if (!first || !last) return null;
        const width = last.x + last.width - first.x - 6;
        const name = isAnswer(text) ? t("answer") : t("step {index}", { index: index + 1 });
        const mistake = trajectory.mistake?.step === index ? trajectory.mistake : null;
        const words = `${translated(reason)}${mistake ? ` (${mistakeText(mistake)})` : ""}`;
        return (
          <Tooltip
            key={from}
            label={`${name}: ${words}`}
            events={{ hover: true, focus: true, touch: true }}
            multiline
            maw={320}
            withinPortal
          >
            <button
              type="button"
              className={classes.step}
              aria-label={`${name}, ${status}: ${words}`}
              style={{ left: first.x + 2, width, borderColor: colours[status] }}
            >
              <span style={{ color: colours[status], maxWidth: width }}>
                {width >= WIDE_ENOUGH_FOR_WORDS && `${name} `}
                <b>{stepSigns[status]}</b>
                {mistake && <em data-testid="mistake"> {translated(mistake.title)}</em>}
              </span>
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
});

/** Whether a step is the answer; a filler may stand before it. */
function isAnswer(text: string): boolean {
  return /^(\w+ )?answer\b/.test(text);
}
