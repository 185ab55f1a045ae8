import { Button, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ComponentProps, ReactNode } from "react";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { GLOSSARY, isSymbol, type SymbolId } from "../../../ui/glossary.ts";
import { explain } from "../lesson-context.ts";
import { LESSON_LINKS, type LinkId } from "../links.ts";
import classes from "./Parts.module.css";
import { Predict } from "./Predict.tsx";
import { Sym } from "./Sym.tsx";

/** Something for the reader to try in the figure. */
function Try({ children }: { children: ReactNode }) {
  return (
    <section className={classes.try} aria-label={t("Try it")}>
      <p className={classes.kind}>{t("Try it")}</p>
      {children}
    </section>
  );
}

/** A link that opens a page of the playground in the state that the lesson is about. */
function OpenIn({ link }: { link: LinkId }) {
  const { to, search, label, about } = LESSON_LINKS[link];
  return (
    <p className={classes.openIn}>
      <Button variant="default" size="sm" renderRoot={(props) => <Link to={to} search={search} {...props} />}>
        {translated(label)}
      </Button>
      <span>{translated(about)}</span>
    </p>
  );
}

/** The symbols of the formula above, by name, so that they can be explained by keyboard as well as by pointer. */
function Where({ ids }: { ids: string }) {
  return (
    <p className={classes.where}>
      <span>{t("where")}</span>
      {ids.split(" ").map((id) => (
        <Sym key={id} id={id as SymbolId} named />
      ))}
    </p>
  );
}

/**
 * A part of a formula set by KaTeX; if it stands for a symbol, pointing at it explains the symbol. Assistive technology
 * reads the formula's MathML instead, and the symbols below it (`Where`) can be reached by keyboard.
 */
function FormulaSpan(props: ComponentProps<"span"> & { "data-symbol"?: string }) {
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

/** The components that the text of every lesson can use without an import, and the one that draws its formulas. */
export const lessonParts = { Predict, Try, OpenIn, Sym, Where, span: FormulaSpan };
