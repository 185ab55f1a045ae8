import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { FigureTrajectory } from "../../../ui/token-figure/model.ts";
import { SIDES, type Side } from "../../../ui/token-figure/sides.ts";
import type { TokenRecord } from "../../../worker/records.ts";
import type { PinnedPair, PinnedToken } from "../../../worker/training-records.ts";

/** The sides of a pinned pair that have tokens: a single response has no rejected side. */
export function sidesWithTokens(pair: PinnedPair): Side[] {
  return SIDES.filter((side) => pair[side].length > 0);
}

/** A response as a row of the token figure; its id is its index among the sides. */
export function pinnedRow(pair: PinnedPair, side: Side): FigureTrajectory {
  return {
    id: SIDES.indexOf(side),
    letter: pair.rejected.length > 0 ? translated(side) : t("response"),
    tokens: pair[side].map(asRecord),
    rewards: {},
    exact: null,
    values: [],
    steps: [],
    mistake: null,
    active: true,
    partsAt: null,
  };
}

/** How many tokens the two responses share before they diverge. */
export function partingOf({ chosen, rejected }: PinnedPair): number {
  const at = chosen.findIndex(({ text }, t) => text !== rejected[t]?.text);
  return at < 0 ? chosen.length : at;
}

/** A given response has no alternatives, and was not drawn. */
function asRecord({ text, q }: PinnedToken, id: number): TokenRecord {
  return { id, text, q, p: q, top: [] };
}
