import type { VerifierAgreement } from "../../../engine/alignment/pair-report.ts";

/** The texts of the verifier's verdicts on a pair. */
export const verdicts: Record<keyof VerifierAgreement, string> = {
  agrees: "✓ agrees",
  disagrees: "✗ disagrees",
  bothRight: "both right",
  bothWrong: "both wrong",
  unknown: "cannot tell",
};
