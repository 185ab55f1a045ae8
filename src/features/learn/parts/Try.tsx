import type { ReactNode } from "react";
import classes from "./Parts.module.css";

const words = { title: "Try it" };

/** Something for the reader to try in the figure. */
export function Try({ children }: { children: ReactNode }) {
  return (
    <section className={classes.try} aria-label={words.title}>
      <p className={classes.kind}>{words.title}</p>
      {children}
    </section>
  );
}
