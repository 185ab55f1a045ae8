import { hypergeometric } from "../../statistics/hypergeometric.ts";

/** A sample's reward, which decides the choice, and its gold score. */
export interface Scored {
  reward: number;
  gold: number;
}

/**
 * The expected gold score of the sample with the highest reward among n drawn without replacement from all M: Σ_i
 * C(M−i, n−1)/C(M, n)·gold_i, sorted by falling reward. Samples of equal reward share their mean gold score, since any
 * of them may come first.
 */
export function expectedBestOf(n: number, samples: readonly Scored[]): number {
  const sorted = samples.toSorted((a, b) => b.reward - a.reward);
  const total = sorted.length;
  let expected = 0;
  let weight = n / total;
  let start = 0;
  while (start < total && weight > 0) {
    const { reward } = sorted[start] as Scored;
    let [weights, golds, end] = [0, 0, start];
    for (; end < total && sorted[end]?.reward === reward; end++) {
      weights += weight;
      golds += sorted[end]?.gold as number;
      // C(M−i−1, n−1) / C(M−i, n−1), computed without either binomial.
      weight *= (total - end - n) / (total - end - 1 || 1);
    }
    expected += (weights * golds) / (end - start);
    start = end;
  }
  return expected;
}

/**
 * pass@n: the chance that at least one of n samples drawn from M is right, where c of the M are right: 1 − C(M−c,
 * n)/C(M, n).
 */
export function passAt(n: number, right: number, total: number): number {
  let allWrong = 1;
  for (let drawn = 0; drawn < n; drawn++) allWrong *= Math.max(0, total - right - drawn) / (total - drawn);
  return 1 - allWrong;
}

/**
 * The chance that the right answer gets the most votes among n samples drawn from all; a tie for first place is broken
 * by chance. A sample without an answer does not vote.
 * @param answers the answers of all M samples; null where a sample gives none
 */
export function majorityOf(n: number, answers: readonly (number | null)[], right: number): number {
  const votes = new Map<number | null, number>();
  for (const answer of answers) votes.set(answer, (votes.get(answer) ?? 0) + 1);
  const marked = votes.get(right) ?? 0;
  const silent = votes.get(null) ?? 0;
  const rivals = [...votes].flatMap(([answer, count]) => (answer === right || answer === null ? [] : [count]));
  let chance = 0;
  for (let k = 1; k <= Math.min(n, marked); k++) {
    const drawn = hypergeometric(k, { pool: answers.length, marked, draws: n });
    if (drawn > 0) chance += drawn * winsWith(k, n - k, rivals, silent);
  }
  return chance;
}

/** The chance to win with k votes when `draws` more samples are rivals' or have no answer. */
function winsWith(k: number, draws: number, rivals: readonly number[], silent: number): number {
  let pool = silent + rivals.reduce((sum, count) => sum + count, 0);
  /** By draws left, the chance of each number of rivals that also have k votes, given that no rival has more. */
  let states = new Map([[draws, [1]]]);
  for (const marked of rivals) {
    const next = new Map<number, number[]>();
    for (const [left, byTies] of states) {
      for (let votes = 0; votes <= Math.min(k, left, marked); votes++) {
        const chance = hypergeometric(votes, { pool, marked, draws: left });
        if (chance === 0) continue;
        const target = next.get(left - votes) ?? [];
        next.set(left - votes, target);
        byTies.forEach((before, ties) => {
          const after = votes === k ? ties + 1 : ties;
          target[after] = (target[after] ?? 0) + before * chance;
        });
      }
    }
    states = next;
    pool -= marked;
  }
  // The remaining draws are samples without an answer, with certainty: no other samples are left.
  return [...states.values()].reduce(
    (sum, byTies) => sum + byTies.reduce((part, chance, ties) => part + chance / (1 + ties), 0),
    0,
  );
}

/** KL divergence of best-of-n from the policy, in nats: log n − (n − 1)/n. */
export function klOfBestOf(n: number): number {
  return Math.log(n) - (n - 1) / n;
}
