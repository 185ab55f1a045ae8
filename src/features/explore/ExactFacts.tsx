import type { ExactValues } from "../../engine/evaluation/exact-values.ts";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import { probabilityText, smallText } from "../../ui/numbers.ts";
import { Term } from "../../ui/Term.tsx";
import classes from "./TokenDetails.module.css";

/** The exact values of a token under the class of students: V\* after it, its q\*, and how far it moved the value. */
export function ExactFacts({ exact, column }: { exact: ExactValues; column: number }) {
  const values = [exact.prompt, ...exact.tokens];
  const value = values[column];
  const before = values[column - 1];
  const q = exact.q[column - 1];
  return (
    <p className={classes.probabilities} data-testid="exact-facts">
      {typeof value === "number" ? (
        <span>
          <Term id="Vstar">V*</Term> <b>{probabilityText(value)}</b> <small>{t("of the class, exact")}</small>
        </span>
      ) : (
        <span>
          <Trans id="V* unknown <small>no student of the class writes this</small>" components={{ small: <small /> }} />
        </span>
      )}
      {q !== undefined && (
        <span>
          q* <b>{probabilityText(q)}</b> <small>{t("of the class, exact")}</small>
        </span>
      )}
      {typeof value === "number" && typeof before === "number" && q !== undefined && (
        <span>
          |ΔV*| <b>{smallText(withoutRounding(Math.abs(value - before)))}</b> ≤ {smallText(1 - q)} <small>1 − q*</small>
        </span>
      )}
    </p>
  );
}

/** Equal sums over students may differ by rounding, which is removed here. */
function withoutRounding(delta: number): number {
  return delta < 1e-12 ? 0 : delta;
}
