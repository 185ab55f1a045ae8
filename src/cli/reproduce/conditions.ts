import { PAIR_DEFAULTS, type PairSettings } from "../../engine/data/world-pairs/settings.ts";
import { deriveSeed } from "../../engine/random.ts";

/** Which pairs a reward model is judged on. */
export const TESTS = ["in", "out", "reversed"] as const;
export type TestSet = (typeof TESTS)[number];

/**
 * Pairs that reward models learn from, validation pairs that look like them, and those they are judged on. The class
 * writes all of them, so q and V of every prefix are exact.
 */
export interface Condition {
  id: string;
  /** Conditions of one group share some of their pairs, and with them what is computed of these once. */
  group: string;
  /** For a person. */
  name: string;
  /** What is particular about the pairs that are learnt from. */
  training: Partial<PairSettings>;
  tests: Partial<Record<TestSet, Partial<PairSettings>>>;
}

/** In so many of the pairs that are learnt from `sure` is on the rejected side, in so many of the reversed ones on the chosen. */
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

/** What a data set is for; each has problems of a split and a seed of its own. */
type Purpose = "training" | "validation" | TestSet;

/**
 * How the pairs of a condition are made. Seeds are those of this command alone: no embedded model was trained, chosen or
 * judged on what they give, and validation and test problems are of other splits than training problems.
 */
export function settingsOf(condition: Condition, purpose: Purpose, pairs: number): PairSettings {
  const split = purpose === "training" ? "train" : purpose === "validation" ? "validation" : "test";
  const isSeen = purpose === "training" || purpose === "validation";
  const own = isSeen ? condition.training : condition.tests[purpose];
  return { ...PAIR_DEFAULTS, writer: "class", ...own, pairs, split, seed: deriveSeed(SEED, purpose) };
}

export const SEED = 250_609_096;
