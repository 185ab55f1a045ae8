import type { VerifierAgreement } from "../../../engine/alignment/pair-report.ts";
import { msg } from "../../../i18n/msg.ts";

/** The texts of the verifier's verdicts on a pair. */
export const verdicts: Record<keyof VerifierAgreement, string> = {
  agrees: msg("✓ agrees"),
  disagrees: msg("✗ disagrees"),
  bothRight: msg("both right"),
  bothWrong: msg("both wrong"),
  unknown: msg("cannot tell"),
};
