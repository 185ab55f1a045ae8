import { meanOf } from "../../../engine/statistics/paired.ts";
import { SHARE } from "../../../engine/statistics/range.ts";
import { importance } from "../../../engine/sweep/analysis/importance.ts";
import type { ConfigurationSummary } from "../../../engine/sweep/analysis/summaries.ts";
import { REWARD_MODEL_DEFAULTS } from "../../../engine/training/reward-model-config.ts";
import type { LessonSweep } from "../recordings/lesson-sweep.ts";

/** Every configuration as some of the seeds have it. @param seeds by place */
export function summariesBy({ configurations }: LessonSweep, seeds: readonly number[]): ConfigurationSummary[] {
  return configurations.map(({ values, bySeed }, configuration) => {
    const own = seeds.map((seed) => bySeed[seed] as number);
    return {
      configuration,
      values,
      bySeed: new Map(seeds.map((seed, i) => [seed, own[i] as number])),
      estimate: meanOf(own, SHARE),
    };
  });
}

/** `count` seeds from `first` on, round and round. */
export function seedsFrom({ seeds }: LessonSweep, first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (first + i) % seeds.length);
}

/** The first of the configurations with the highest mean. */
export function bestBy(sweep: LessonSweep, seeds: readonly number[]): number {
  const means = summariesBy(sweep, seeds).map(({ estimate }) => estimate.value);
  return means.indexOf(Math.max(...means));
}

/** What the best by so many seeds promises, and what the same configuration gives on all other seeds: means over every choice of the first seed. */
export function promise(sweep: LessonSweep, count: number): { promised: number; kept: number } {
  const turns = sweep.seeds.map((_, first) => {
    const chosenBy = seedsFrom(sweep, first, count);
    const others = sweep.seeds.flatMap((_, seed) => (chosenBy.includes(seed) ? [] : [seed]));
    const best = bestBy(sweep, chosenBy);
    const valueBy = (seeds: readonly number[]) => summariesBy(sweep, seeds)[best]?.estimate.value as number;
    return [valueBy(chosenBy), valueBy(others)] as const;
  });
  return { promised: mean(turns.map(([value]) => value)), kept: mean(turns.map(([, value]) => value)) };
}

/** What share of the differences between configurations each field explains, by some of the seeds. */
export function importanceBy(sweep: LessonSweep, seeds: readonly number[]) {
  return importance({ base: REWARD_MODEL_DEFAULTS, vary: sweep.vary }, summariesBy(sweep, seeds)) ?? [];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
