import type { VerifierAgreement } from "../../../engine/alignment/pair-report.ts";
import { Trans } from "../../../i18n/Trans.tsx";
import { translated } from "../../../i18n/translated.ts";
import classes from "./Pairs.module.css";
import { verdicts } from "./verdicts.ts";

const kinds = ["agrees", "disagrees", "bothRight", "bothWrong", "unknown"] as const;

/** The verifier's verdicts on the pairs, which the reward models never see. */
export function Verifier({ agreement, pairs }: { agreement: VerifierAgreement; pairs: number }) {
  const told = agreement.agrees + agreement.disagrees;
  return (
    <div className={classes.verifier}>
      <p>
        <Trans
          id="the verifier agrees with <b>{agrees}</b> of the {told} where one answer is right"
          components={{ b: <b /> }}
          values={{ agrees: agreement.agrees, told }}
        />
      </p>
      <div className={classes.bar} aria-hidden>
        {kinds.map((kind) => (
          <span key={kind} data-kind={kind} style={{ width: `${(100 * agreement[kind]) / pairs}%` }} />
        ))}
      </div>
      <ul>
        {kinds
          .filter((kind) => agreement[kind] > 0)
          .map((kind) => (
            <li key={kind}>
              <i data-kind={kind} aria-hidden /> {agreement[kind]} {translated(verdicts[kind])}
            </li>
          ))}
      </ul>
    </div>
  );
}
