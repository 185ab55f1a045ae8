import {
  estimatedValue,
  type ValueEdge,
  type ValueRange,
  valueBand,
  valueEdges,
} from "../../engine/evaluation/value-edges.ts";
import type { ValueEstimate } from "../../engine/evaluation/values.ts";
import { wilsonInterval } from "../../engine/statistics/wilson.ts";
import { t } from "../../i18n/i18n.ts";
import { probabilityText, smallText } from "../../ui/numbers.ts";
import { Term } from "../../ui/Term.tsx";
import type { FigureTrajectory } from "../../ui/token-figure/model.ts";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import classes from "./TokenDetails.module.css";

interface ValueFactsProps {
  trajectory: FigureTrajectory;
  column: number;
}

/** The measured value at a token and how far it moved; if none was measured, the range that the bound allows. */
export function ValueFacts({ trajectory: { values, tokens }, column }: ValueFactsProps) {
  const palette = usePalette();
  if (values.length === 0) return null;
  const q = tokens.map((token) => token.q);
  const position = column - 1;
  const estimate = values.find((value) => value.position === position);
  const edge = valueEdges(values, q).find(({ to }) => to.position === position);
  const range = valueBand(values, q).find((place) => place.position === position);
  const before = values.findLast((value) => value.position < position);
  return (
    <p className={classes.probabilities} data-testid="value-facts">
      {estimate ? (
        <Measured estimate={estimate} />
      ) : before && range ? (
        <Bounded before={before} range={range} />
      ) : (
        <span>{t("V̂ not measured here")}</span>
      )}
      {edge && <Moved edge={edge} colour={palette.wrong} />}
    </p>
  );
}

function Measured({ estimate }: { estimate: ValueEstimate }) {
  const { successes, rollouts } = estimate;
  const [low, high] = wilsonInterval(successes, rollouts);
  return (
    <span>
      <Term id="Vhat">V̂</Term>{" "}
      <b>
        {successes}/{rollouts} = {probabilityText(estimatedValue(estimate))}
      </b>{" "}
      <small>
        {t("of the policy, right from here, 95 % {low} to {high}", {
          low: probabilityText(low),
          high: probabilityText(high),
        })}
      </small>
    </span>
  );
}

function Bounded({ before, range }: { before: ValueEstimate; range: ValueRange }) {
  const place =
    before.position < 0 ? t("the end of the prompt") : t("token {position}", { position: before.position + 1 });
  return (
    <span>
      V <b>{t("{low} to {high}", { low: probabilityText(range.low), high: probabilityText(range.high) })}</b>{" "}
      <small>
        {t("of the policy, from the bound alone: V̂ is not measured here, and was {before} at {place}", {
          before: probabilityText(estimatedValue(before)),
          place,
        })}
      </small>
    </span>
  );
}

function Moved({ edge: { from, to, delta, bound, broken }, colour }: { edge: ValueEdge; colour: string }) {
  const tokens = to.position - from.position;
  const name = tokens === 1 ? "1 − q" : t("1 − Πq of {tokens} tokens", { tokens });
  const above = delta > bound;
  return (
    <span>
      |ΔV̂| <b>{smallText(delta)}</b>{" "}
      {broken ? (
        <span style={{ color: colour }}>{t("▲ > {bound}", { bound: smallText(bound) })}</span>
      ) : (
        <>
          {above ? ">" : "≤"} {smallText(bound)}
        </>
      )}{" "}
      <small>
        {name}
        {above && !broken && t(", within sampling error")}
        {broken && t(", beyond sampling error, as chance does to 1 edge in 20 at most")}
      </small>
    </span>
  );
}
