import type { ReactNode } from "react";
import classes from "./Parts.module.css";

const words = { title: "Try it" };

/** One thing to do with the figure. */
export function Try({ children }: { children: ReactNode }) {
  return (
    <section className={classes.try} aria-label={words.title}>
      <p className={classes.kind}>{words.title}</p>
      {children}
    </section>
  );
}
