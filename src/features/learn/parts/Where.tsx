import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { SymbolId } from "../../../ui/glossary.ts";
import classes from "./Parts.module.css";
import { Sym } from "./Sym.tsx";

const words = { where: msg("where") };

/** The symbols of the formula above, by name, so that they can be explained by keyboard as well as by pointer. */
export function Where({ ids }: { ids: string }) {
  return (
    <p className={classes.where}>
      <span>{translated(words.where)}</span>
      {ids.split(" ").map((id) => (
        <Sym key={id} id={id as SymbolId} named />
      ))}
    </p>
  );
}
