import { type ReactNode, useId } from "react";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { useLesson, usePrediction } from "../lesson-context.ts";
import { predict } from "../progress.ts";
import classes from "./Parts.module.css";

interface PredictProps {
  question: string;
  options: readonly string[];
  /** Index of the right option. */
  right: number;
  /** The explanation, shown once the reader has chosen. */
  children: ReactNode;
}

const words = {
  predict: msg("Predict first"),
  asPredicted: msg("As you predicted."),
  otherwise: (right: string) =>
    t("It comes out otherwise: {right}.", { right: right.charAt(0).toLowerCase() + right.slice(1) }),
  yours: msg("your prediction"),
  right: msg("right"),
};

/** Lets the reader commit to an answer, then shows the right one. */
export function Predict({ question, options, right, children }: PredictProps) {
  const lesson = useLesson();
  const chosen = usePrediction();
  const title = useId();
  return (
    <section className={classes.predict} aria-labelledby={title}>
      <p className={classes.kind}>{translated(words.predict)}</p>
      <p id={title} className={classes.predictQuestion}>
        {question}
      </p>
      <ul className={classes.options}>
        {options.map((option, place) => {
          const told = chosen !== null && place === right;
          return (
            <li key={option}>
              <button
                type="button"
                aria-pressed={chosen === place}
                data-told={told || undefined}
                onClick={() => predict(lesson, place)}
              >
                {option}
                {chosen === place && <span className={classes.note}>{translated(words.yours)}</span>}
                {told && <span className={classes.note}>✓ {translated(words.right)}</span>}
              </button>
            </li>
          );
        })}
      </ul>
      <div aria-live="polite" className={classes.answer}>
        {chosen !== null && (
          <>
            <p>
              <b>{chosen === right ? translated(words.asPredicted) : words.otherwise(options[right] ?? "")}</b>
            </p>
            {children}
          </>
        )}
      </div>
    </section>
  );
}
