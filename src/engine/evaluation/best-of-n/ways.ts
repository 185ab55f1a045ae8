import { msg } from "../../../i18n/msg.ts";
import type { ReportedJudge } from "../report.ts";
import { expectedBestOf, majorityOf, passAt } from "./choosing.ts";
import type { JudgedSample, SampledProblem } from "./report.ts";

export type JudgedProblem = SampledProblem<JudgedSample>;

/** A way to choose one of n responses to a problem. */
export interface Way {
  judge: ReportedJudge;
  /** Expected share of right answers. */
  gold(n: number, problem: JudgedProblem): number;
  /** Expected reward that the judge gives its own choice; null if the judge gives no rewards. */
  proxy: ((n: number, problem: JudgedProblem) => number) | null;
  /** Indices of the choice among all M, several if they tie; empty if nothing can be chosen. */
  picks(problem: JudgedProblem): number[];
}

/** The ways to choose: by each reward model, and the simple baselines. */
export function waysToChoose(models: readonly { id: string; name: string }[]): Way[] {
  return [...models.map(byModel), ...dullWays];
}

function byReward(judge: ReportedJudge, rewardOf: (sample: JudgedSample) => number): Way {
  const scored = ({ samples }: JudgedProblem) =>
    samples.map((sample) => ({ reward: rewardOf(sample), gold: Number(sample.correct) }));
  return {
    judge,
    gold: (n, problem) => expectedBestOf(n, scored(problem)),
    proxy: null,
    picks({ samples }) {
      const rewards = samples.map(rewardOf);
      const best = Math.max(...rewards);
      return placesOf(rewards, (reward) => reward === best);
    },
  };
}

function byModel({ id, name }: { id: string; name: string }): Way {
  const rewardOf = ({ rewards }: JudgedSample) => rewards[id] as number;
  return {
    ...byReward({ id, name, kind: "model" }, rewardOf),
    proxy: (n, { samples }) =>
      expectedBestOf(
        n,
        samples.map((sample) => ({ reward: rewardOf(sample), gold: rewardOf(sample) })),
      ),
  };
}

function baseline(id: string, name: string): ReportedJudge {
  return { id: `baseline:${id}`, name, kind: "baseline" };
}

const dullWays: readonly Way[] = [
  byReward(baseline("longer", msg("the longest wins")), ({ ids }) => ids.length),
  byReward(baseline("shorter", msg("the shortest wins")), ({ ids }) => -ids.length),
  byReward(baseline("likelier", msg("the likeliest wins")), ({ logProbability }) => logProbability),
  byReward(baseline("random", msg("a random pick")), () => 0),
  {
    judge: baseline("majority", msg("majority vote")),
    gold: (n, { samples, answer }) =>
      majorityOf(
        n,
        samples.map((sample) => sample.answer),
        answer,
      ),
    proxy: null,
    picks({ samples }) {
      const votes = new Map<number, number>();
      for (const { answer } of samples) if (answer !== null) votes.set(answer, (votes.get(answer) ?? 0) + 1);
      const most = Math.max(...votes.values());
      return placesOf(samples, ({ answer }) => answer !== null && votes.get(answer) === most);
    },
  },
  {
    judge: { id: "truth", name: msg("pass@N, the ceiling"), kind: "truth" },
    gold: (n, { samples }) => passAt(n, samples.filter(({ correct }) => correct).length, samples.length),
    proxy: null,
    picks: ({ samples }) => placesOf(samples, ({ correct }) => correct),
  },
];

function placesOf<T>(things: readonly T[], wanted: (thing: T) => boolean): number[] {
  return things.flatMap((thing, place) => (wanted(thing) ? [place] : []));
}
