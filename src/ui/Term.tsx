import { Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import { translated } from "../i18n/translated.ts";
import { glossaryEntry, type SymbolId } from "./glossary.ts";
import classes from "./Term.module.css";

/** A symbol or a term of the field on a page: pointing at it, focusing it or tapping it explains it. */
export function Term({ id, children }: { id: SymbolId; children: ReactNode }) {
  const { name, meaning } = glossaryEntry(id);
  return (
    <Tooltip label={`${translated(name)}: ${translated(meaning)}`} multiline w={280}>
      <button type="button" className={classes.term}>
        {children}
      </button>
    </Tooltip>
  );
}
