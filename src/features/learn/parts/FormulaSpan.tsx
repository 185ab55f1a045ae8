import { Tooltip } from "@mantine/core";
import type { ComponentProps } from "react";
import { translated } from "../../../i18n/translated.ts";
import { GLOSSARY, isSymbol } from "../../../ui/glossary.ts";
import { explain } from "../lesson-context.ts";

/**
 * A part of a formula set by KaTeX; if it stands for a symbol, pointing at it explains the symbol. Assistive technology
 * reads the formula's MathML instead, and the symbols below it (`Where`) can be reached by keyboard.
 */
export function FormulaSpan(props: ComponentProps<"span"> & { "data-symbol"?: string }) {
  const { "data-symbol": id } = props;
  if (id === undefined || !isSymbol(id)) return <span {...props} />;
  const { name, meaning } = GLOSSARY[id];
  return (
    <Tooltip
      label={`${translated(name)}: ${translated(meaning)}`}
      multiline
      w={280}
      events={{ hover: true, focus: false, touch: true }}
    >
      <span {...props} onPointerEnter={() => explain(id)} onPointerLeave={() => explain(null)} />
    </Tooltip>
  );
}
