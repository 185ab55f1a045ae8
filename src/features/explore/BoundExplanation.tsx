import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import classes from "./ExplorePage.module.css";

/** Explains why a value cannot move further than the bound, from token to token and from step end to step end. */
export function BoundExplanation() {
  return (
    <details data-part="details" className={classes.bound}>
      <summary>{t("How far may a value move?")}</summary>
      <p>
        <Trans
          id="The value of a prefix is the probability that the response ends right. Whether the next token comes with probability q or another one comes instead, the value before is the average of the values after: <code>V = q·V(after it) + (1 − q)·V(elsewhere)</code>. So a token moves it by 1 − q at most, and a likely token hardly at all."
          components={{ code: <code /> }}
        />
      </p>
      <p>
        <Trans
          id="From one step end to the next the same equation is put in for every token in turn, and the probabilities multiply: <code>V = Πq·V(next step end) + (1 − Πq)·V(elsewhere)</code>, where Πq is the probability of writing exactly the tokens in between. So a step moves the value by 1 − Πq at most. The bound holds for a value and the probabilities of the same writer: V* and q* of the class, V̂ and q of the policy. A reward that keeps it is what consistency asks for."
          components={{ code: <code /> }}
        />
      </p>
    </details>
  );
}
