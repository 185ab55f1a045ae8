import type { SymbolId } from "../../../ui/glossary.ts";
import classes from "./Parts.module.css";
import { Sym } from "./Sym.tsx";

const words = { where: "where" };

/** The symbols of a formula above, by name: what a formula's own letters say to a pointer, these say to a keyboard too. */
export function Where({ ids }: { ids: string }) {
  return (
    <p className={classes.where}>
      <span>{words.where}</span>
      {ids.split(" ").map((id) => (
        <Sym key={id} id={id as SymbolId} named />
      ))}
    </p>
  );
}
