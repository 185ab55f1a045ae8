import { FormulaSpan } from "./FormulaSpan.tsx";
import { OpenIn } from "./OpenIn.tsx";
import { Predict } from "./Predict.tsx";
import { Sym } from "./Sym.tsx";
import { Try } from "./Try.tsx";
import { Where } from "./Where.tsx";

/** The components that the text of every lesson can use without an import, and the one that draws its formulas. */
export const lessonParts = { Predict, Try, OpenIn, Sym, Where, span: FormulaSpan };
