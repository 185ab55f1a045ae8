import type { ReactNode } from "react";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import classes from "./Parts.module.css";

const words = { title: msg("Try it") };

/** Something for the reader to try in the figure. */
export function Try({ children }: { children: ReactNode }) {
  return (
    <section className={classes.try} aria-label={translated(words.title)}>
      <p className={classes.kind}>{translated(words.title)}</p>
      {children}
    </section>
  );
}
