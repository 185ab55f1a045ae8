import { Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import { translated } from "../../../i18n/translated.ts";
import { GLOSSARY, type SymbolId } from "../../../ui/glossary.ts";
import { explain } from "../lesson-context.ts";
import classes from "./Parts.module.css";

interface SymProps {
  id: SymbolId;
  /** Whether the symbol's name is written beside it. */
  named?: boolean;
}

/** A symbol in a text: pointing at it or focusing it explains it and marks it in formulas and figure. */
export function Sym({ id, named = false }: SymProps) {
  const { written, name, meaning } = GLOSSARY[id];
  return (
    <Tooltip label={`${translated(name)}: ${translated(meaning)}`} multiline w={280}>
      <button
        type="button"
        className={classes.symbol}
        data-symbol={id}
        onPointerEnter={() => explain(id)}
        onPointerLeave={() => explain(null)}
        onFocus={() => explain(id)}
        onBlur={() => explain(null)}
      >
        <Notation>{written}</Notation>
        {named && <span className={classes.symbolName}> {translated(name)}</span>}
      </button>
    </Tooltip>
  );
}

/**
 * A symbol in the glossary's notation: `_` and `^` begin a subscript and a superscript, up to the next space, `_` or
 * `^`.
 */
function Notation({ children: text }: { children: string }) {
  const [base = "", ...rest] = text.split(/(?=[_^])/);
  return (
    <span translate="no">
      <i>{base}</i>
      {rest.map((part): ReactNode => {
        const Place = part.startsWith("_") ? "sub" : "sup";
        return <Place key={part}>{part.slice(1)}</Place>;
      })}
    </span>
  );
}
