import type { ReactNode } from "react";
import { usePrediction } from "../lesson-context.ts";
import classes from "./Parts.module.css";

const words = { covered: "This is shown once you have predicted." };

/** Hides its children until the reader has made the prediction about them. */
export function Covered({ children, height = 120 }: { children: ReactNode; height?: number }) {
  if (usePrediction() !== null) return children;
  return (
    <p className={classes.covered} style={{ minHeight: height }}>
      {words.covered}
    </p>
  );
}
