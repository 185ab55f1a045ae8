import type { ReactNode } from "react";

/**
 * A symbol in the glossary's notation: `_` and `^` begin a subscript and a superscript, up to the next space, `_` or
 * `^`.
 */
export function Notation({ children: text }: { children: string }) {
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
