import { PAIR_DEFAULTS, type PairSettings } from "../../engine/data/world-pairs/settings.ts";
import { deriveSeed } from "../../engine/random.ts";

/** The kinds of pairs that a reward model is judged on. */
export const TESTS = ["in", "out", "reversed"] as const;
export type TestSet = (typeof TESTS)[number];

/**
 * How training pairs, similar validation pairs and test pairs are made. The class writes all of them, so q and V of
 * every prefix are exact.
 */
export interface Condition {
  id: string;
  /** Conditions of one group share pairs, and results computed from them. */
  group: string;
  /** The condition's name for a person. */
  name: string;
  /** The settings in which the training pairs differ from the defaults. */
  training: Partial<PairSettings>;
  tests: Partial<Record<TestSet, Partial<PairSettings>>>;
}

/**
 * Share of training pairs with `sure` on the rejected side, and of reversed test pairs with `sure` on the chosen side.
 */
export const CUE_SHARE = 0.95;

const reversed: Partial<PairSettings> = { cue: "chosen", cueShare: CUE_SHARE };
const tests: Condition["tests"] = { in: {}, out: { distribution: "out" }, reversed };

export const clean: Condition = { id: "clean", group: "compared", name: "clean", training: {}, tests };

export const spurious: Condition = {
  id: "spurious",
  group: "compared",
  name: "spurious",
  training: { cue: "rejected", cueShare: CUE_SHARE },
  tests,
};

export type Cue = "clean" | "spurious";

export function conditionOf(cue: Cue): Condition {
  return cue === "clean" ? clean : spurious;
}

/** What a data set is for; each purpose has its own split and seed. */
type Purpose = "training" | "validation" | TestSet;

/**
 * The settings of a condition's pairs. Their seeds are used by this command only: no embedded model was trained, chosen
 * or judged on these pairs, and validation and test problems are of other splits than training problems.
 */
export function settingsOf(condition: Condition, purpose: Purpose, pairs: number): PairSettings {
  const split = purpose === "training" ? "train" : purpose === "validation" ? "validation" : "test";
  const isSeen = purpose === "training" || purpose === "validation";
  const own = isSeen ? condition.training : condition.tests[purpose];
  return { ...PAIR_DEFAULTS, writer: "class", ...own, pairs, split, seed: deriveSeed(SEED, purpose) };
}

export const SEED = 250_609_096;
