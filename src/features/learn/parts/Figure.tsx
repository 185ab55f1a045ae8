import { type ReactNode, useId } from "react";
import classes from "./Parts.module.css";

interface FigureProps {
  title: string;
  /** Controls that change what is shown. */
  controls?: ReactNode;
  children: ReactNode;
  /** How to read the figure, or what it shows now. */
  caption: ReactNode;
}

/** A live figure of a lesson. */
export function Figure({ title, controls, children, caption }: FigureProps) {
  const id = useId();
  return (
    <figure className={classes.figure} aria-labelledby={id}>
      <div className={classes.figureHead}>
        <h2 id={id}>{title}</h2>
        {controls && <div className={classes.controls}>{controls}</div>}
      </div>
      {children}
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
