import type { ReactNode } from "react";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { usePrediction } from "../lesson-context.ts";
import classes from "./Parts.module.css";

const words = { covered: msg("This is shown once you have predicted.") };

/** Hides its children until the reader has made the prediction about them. */
export function Covered({ children, height = 120 }: { children: ReactNode; height?: number }) {
  if (usePrediction() !== null) return children;
  return (
    <p className={classes.covered} style={{ minHeight: height }}>
      {translated(words.covered)}
    </p>
  );
}
