import type { JudgedSample } from "../../../engine/evaluation/best-of-n/report.ts";
import type { JudgedProblem } from "../../../engine/evaluation/best-of-n/ways.ts";
import type { BestOfNView } from "../../../state/best-of-n-view.ts";

export interface RankedSample {
  sample: JudgedSample;
  /** Indices of the samples with exactly this text. */
  places: readonly number[];
  /** Rank by reward, from 1; of several equal responses, the rank of the first. */
  rank: number;
  reward: number;
}

/** The responses to a problem in the order of a reward model. */
export interface Ranking {
  /** Different responses, the highest reward first; responses of equal reward in the order they were drawn. */
  ranked: readonly RankedSample[];
  /** The pick of best-of-M. */
  picked: RankedSample;
  /**
   * If the pick is wrong, the right response with the highest reward; null if there is none, or if the pick is right.
   */
  missed: RankedSample | null;
  right: number;
  /** Number of all responses, counting equal ones separately. */
  total: number;
}

/** @returns null if the reward model has not judged these responses */
export function rankingOf({ samples }: JudgedProblem, model: string): Ranking | null {
  const ranked: RankedSample[] = [];
  for (const { sample, places } of differentOnes(samples)) {
    const reward = sample.rewards[model];
    if (reward !== undefined) ranked.push({ sample, places, reward, rank: 0 });
  }
  ranked.sort((a, b) => b.reward - a.reward);
  let above = 0;
  for (const each of ranked) {
    each.rank = above + 1;
    above += each.places.length;
  }
  const [picked] = ranked;
  if (!picked) return null;
  const best = ranked.find(({ sample }) => sample.correct) ?? null;
  return {
    ranked,
    picked,
    missed: picked.sample.correct ? null : best,
    total: above,
    right: samples.filter(({ correct }) => correct).length,
  };
}

function differentOnes(samples: readonly JudgedSample[]): { sample: JudgedSample; places: number[] }[] {
  const known = new Map<string, { sample: JudgedSample; places: number[] }>();
  for (const [place, sample] of samples.entries()) {
    const key = sample.ids.join(" ");
    const before = known.get(key);
    if (before) before.places.push(place);
    else known.set(key, { sample, places: [place] });
  }
  return [...known.values()];
}

/** Indices of the problems that pass a filter. */
export function filteredProblems(
  problems: readonly JudgedProblem[],
  model: string,
  filter: BestOfNView["filter"],
): number[] {
  return problems.flatMap((problem, place) => {
    const ranking = rankingOf(problem, model);
    if (!ranking) return [];
    const through = {
      all: true,
      missed: ranking.missed !== null,
      right: ranking.picked.sample.correct,
      hopeless: ranking.right === 0,
    };
    return through[filter] ? [place] : [];
  });
}

/**
 * The next or previous of `places` after `at`, wrapping around at the ends; if `at` is not among them, the nearest
 * after it.
 */
export function steppedPlace(places: readonly number[], at: number, step: -1 | 0 | 1): number | null {
  if (places.length === 0) return null;
  const next = places.findIndex((place) => place >= at);
  const here = next < 0 ? 0 : next;
  return places[(here + step + places.length) % places.length] as number;
}
