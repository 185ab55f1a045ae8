import { FormulaSpan } from "./FormulaSpan.tsx";
import { OpenIn } from "./OpenIn.tsx";
import { Predict } from "./Predict.tsx";
import { Sym } from "./Sym.tsx";
import { Try } from "./Try.tsx";
import { Where } from "./Where.tsx";

/** What the text of every lesson can use without an import, and how its formulas are drawn. */
export const lessonParts = { Predict, Try, OpenIn, Sym, Where, span: FormulaSpan };
