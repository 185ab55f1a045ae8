import { Tooltip } from "@mantine/core";
import type { ComponentProps } from "react";
import { GLOSSARY, isSymbol } from "../../../ui/glossary.ts";
import { explain } from "../lesson-context.ts";

/**
 * A part of a formula as KaTeX sets it; where it stands for a symbol, that is explained to whoever points at it. Assistive
 * technology reads the formula's MathML instead, and the symbols below it (`Where`) take the keyboard.
 */
export function FormulaSpan(props: ComponentProps<"span"> & { "data-symbol"?: string }) {
  const { "data-symbol": id } = props;
  if (id === undefined || !isSymbol(id)) return <span {...props} />;
  const { name, meaning } = GLOSSARY[id];
  return (
    <Tooltip label={`${name}: ${meaning}`} multiline w={280} events={{ hover: true, focus: false, touch: true }}>
      <span {...props} onPointerEnter={() => explain(id)} onPointerLeave={() => explain(null)} />
    </Tooltip>
  );
}
