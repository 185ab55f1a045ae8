import type { ReactNode } from "react";

/** A symbol as the glossary writes it: `_` and `^` begin what stands lower and higher, to the next blank or sign of them. */
export function Written({ children: text }: { children: string }) {
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
