import type { StepEnd } from "../data/step-ends.ts";
import { PlaygroundError } from "../errors.ts";
import type { Response } from "./pairs.ts";

/** How steps after the first wrong one are labelled: as wrong, or not at all, as in PRM800K. */
export const AFTER_ERROR = ["wrong", "omitted"] as const;
export type AfterError = (typeof AFTER_ERROR)[number];

/**
 * `z_e` of docs/method.md section 3b for each step: whether all steps up to and including it are right. null where
 * there is no label: an unrated step has none, and steps after it have none until one is wrong.
 */
export function stepLabels(steps: readonly StepEnd[], afterError: AfterError): (boolean | null)[] {
  let soFar: boolean | null = true;
  return steps.map(({ right }) => {
    if (soFar === false) return afterError === "wrong" ? false : null;
    soFar = right === false ? false : right === null ? null : soFar;
    return soFar;
  });
}

/** The labels of a response for each token of its whole sequence, prompt included. */
export interface TokenLabels {
  /** 1 at the tokens of a step labelled right, −1 at those of a wrong step, 0 elsewhere. */
  signs: number[];
  /** 1 where a labelled step ends. */
  ends: number[];
}

/**
 * Labels by token. A step reaches from the end of the step before it to its own end. The end token, whose reward is the
 * outcome reward, belongs to the last step and is a second end of it; TRL's sequences have no end token, and nothing
 * else would train that reward.
 *
 * @throws PlaygroundError if the steps are not labelled
 */
export function tokenLabels({ ids, responseStart, steps }: Response, afterError: AfterError): TokenLabels {
  if (!steps) throw unlabelled();
  const signs = Array<number>(ids.length).fill(0);
  const ends = Array<number>(ids.length).fill(0);
  let from = responseStart;
  for (const [i, label] of stepLabels(steps, afterError).entries()) {
    const isLast = i === steps.length - 1;
    const end = responseStart + (steps[i] as StepEnd).end;
    const to = isLast ? ids.length - 1 : end;
    if (label !== null) {
      signs.fill(label ? 1 : -1, from, to + 1);
      ends[end] = 1;
      ends[to] = 1;
    }
    from = to + 1;
  }
  return { signs, ends };
}

function unlabelled(): PlaygroundError {
  return new PlaygroundError({
    what: "Nobody has labelled the steps of these responses",
    where: "training with process supervision",
    expected: "labelled steps, or pairs whose steps the world's verifier has labelled",
    found: "pairs without labels",
    fix: "Train a method that compares pairs, or give stepwise data.",
  });
}
