import { type ReactNode, useId } from "react";
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
  predict: "Predict first",
  asPredicted: "As you predicted.",
  otherwise: (right: string) => `It comes out otherwise: ${right.charAt(0).toLowerCase()}${right.slice(1)}.`,
  yours: "your prediction",
  right: "right",
};

/** Lets the reader commit to an answer, then shows the right one. */
export function Predict({ question, options, right, children }: PredictProps) {
  const lesson = useLesson();
  const chosen = usePrediction();
  const title = useId();
  return (
    <section className={classes.predict} aria-labelledby={title}>
      <p className={classes.kind}>{words.predict}</p>
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
                {chosen === place && <span className={classes.note}>{words.yours}</span>}
                {told && <span className={classes.note}>✓ {words.right}</span>}
              </button>
            </li>
          );
        })}
      </ul>
      <div aria-live="polite" className={classes.answer}>
        {chosen !== null && (
          <>
            <p>
              <b>{chosen === right ? words.asPredicted : words.otherwise(options[right] ?? "")}</b>
            </p>
            {children}
          </>
        )}
      </div>
    </section>
  );
}
