import { allLeftOut, checkSomeLeft, type LeftOut, Omissions } from "../../data/left-out.ts";
import { PlaygroundError } from "../../errors.ts";
import { judgeName } from "../../reward/judge.ts";
import { BOOTSTRAP, type BootstrapSettings, bootstrap } from "../../statistics/bootstrap.ts";
import type { Estimate } from "../../statistics/estimate.ts";
import { type Range, SHARE } from "../../statistics/range.ts";
import { mean } from "../../statistics/statistic.ts";
import { asJudged } from "../../tokenizer/sequence.ts";
import { UnusableRecord } from "../../unusable-record.ts";
import { allMistakes, type Mistake } from "../../world/mistake.ts";
import type { Problem, World } from "../../world/world.ts";
import { type OpenedPolicy, type OpenedReward, sharedReader } from "../opened.ts";
import { overlapWarnings, type TrainingPrompts } from "../overlap.ts";
import { type ScoredResponse, scoreEach } from "../scoring.ts";
import { outcomeReward } from "../trajectory.ts";
import { klOfBestOf } from "./choosing.ts";
import type { BestOfN, BestOfNPoint, SampledProblem } from "./report.ts";
import { type ProblemSampling, sampleProblems } from "./sample-problems.ts";
import { type JudgedProblem, type Way, waysToChoose } from "./ways.ts";

export interface BestOfNMaterial {
  problems: readonly Problem[];
  policy: OpenedPolicy;
  models: readonly OpenedReward[];
  /** The prompts that each reward model was trained on, if known. */
  training: readonly TrainingPrompts[];
  world: World;
}

export interface BestOfNPlan extends ProblemSampling {
  /** The numbers of responses to choose among; none above `samples`. */
  n: readonly number[];
}

export interface BestOfNProgress {
  stage: "samples" | "rewards";
  /** Id of the reward model that is scoring; null while responses are sampled. */
  model: string | null;
  done: number;
  of: number;
}

export interface BestOfNOptions {
  bootstrap?: BootstrapSettings;
  /** Samples drawn earlier with the same policy, problems and plan. */
  sampled?: readonly SampledProblem[] | undefined;
  /** Called with the problems that are left out, since a reward model cannot read a sample. Throwing ends the work. */
  onLeftOut?: ((leftOut: LeftOut) => void) | undefined;
  onProgress?: ((progress: BestOfNProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Lets reward models and simple baselines choose among N responses of the policy to every problem.
 * @throws PlaygroundError if an N is above the number of samples, a model does not share the policy's vocabulary, or no problem is left
 * @throws signal.reason when aborted
 */
export async function runBestOfN(
  { problems, policy, models, training, world }: BestOfNMaterial,
  { n, ...plan }: BestOfNPlan,
  { bootstrap: settings = BOOTSTRAP, sampled, onLeftOut, onProgress, signal }: BestOfNOptions = {},
): Promise<BestOfN> {
  checkCounts(n, plan.samples);
  sharedReader([policy, ...models]);
  const drawn =
    sampled ??
    (await sampleProblems(policy, world, problems, plan, {
      onProgress: (done) => onProgress?.({ stage: "samples", model: null, done, of: problems.length }),
      signal,
    }));
  const { judged, leftOut } = await judgedBy(policy, models, drawn, { onProgress, signal });
  onLeftOut?.(leftOut);
  checkSomeLeft(judged.length, PROBLEMS, leftOut);
  const ways = waysToChoose(models.map(({ id, name, model }) => ({ id, name: judgeName(name, model) })));
  const clusters = judged.map(({ problem }) => problem);
  const estimate = (values: readonly number[], range: Range | null): Estimate =>
    bootstrap(mean(values), clusters, range, settings);
  const sizes = [...new Set(n)].toSorted((a, b) => a - b);
  const curves = ways.map(({ judge, gold, proxy }): [string, BestOfNPoint[]] => [
    judge.id,
    sizes.map((size) => ({
      n: size,
      kl: klOfBestOf(size),
      gold: estimate(
        judged.map((each) => gold(size, each)),
        SHARE,
      ),
      proxy:
        proxy &&
        estimate(
          judged.map((each) => proxy(size, each)),
          null,
        ),
    })),
  ]);
  const made = new Set(judged.flatMap((problem) => problem.samples.map(({ mistake }) => mistake)));
  const mistakes = allMistakes.filter((mistake) => made.has(mistake));
  const picked = ways.map((way): [string, Estimate[]] => [
    way.judge.id,
    mistakes.map((mistake) =>
      estimate(
        judged.map((problem) => fallsFor(mistake, way, problem)),
        SHARE,
      ),
    ),
  ]);
  const { samples, temperature, seed } = plan;
  return {
    report: {
      policy: policy.name,
      temperature,
      seed,
      samples,
      problems: judged.length,
      judges: ways.map(({ judge }) => judge),
      curves: Object.fromEntries(curves),
      mistakes,
      picked: Object.fromEntries(picked),
      warnings: overlapWarnings(
        judged.map(({ prompt }) => prompt),
        training,
      ),
      leftOut: allLeftOut([...training.map(({ leftOut }) => leftOut), leftOut]),
    },
    problems: judged,
  };
}

/**
 * The chance that a way's pick among all samples makes the mistake; if it has several picks, each is equally likely.
 */
function fallsFor(mistake: Mistake, { picks }: Way, problem: JudgedProblem): number {
  const places = picks(problem);
  const fallen = places.filter((place) => problem.samples[place]?.mistake === mistake);
  return places.length > 0 ? fallen.length / places.length : 0;
}

/** The list whose elements the problems are, where some are left out. */
const PROBLEMS = "problems";

/** Rewards every sample. A problem of whose samples a model cannot read one is left out for all models. */
async function judgedBy(
  { lm }: OpenedPolicy,
  models: readonly OpenedReward[],
  problems: readonly SampledProblem[],
  { onProgress, signal }: Pick<BestOfNOptions, "onProgress" | "signal">,
): Promise<{ judged: JudgedProblem[]; leftOut: LeftOut }> {
  const responsesFor = ({ model, tokenizer }: OpenedReward) =>
    problems.flatMap(({ samples, prompt, promptIds }) =>
      samples.map(({ ids, text }, i) => ({
        ...(model.byText
          ? { promptIds, responseIds: ids }
          : asJudged(tokenizer, { prompt, ids, isFinished: lm.eosTokenIds.includes(ids.at(-1) ?? -1) })),
        said: { prompt, response: text, beginnings: [] },
        where: `sample ${i + 1} of "${prompt}"`,
      })),
    );
  const omissions = new Omissions();
  const placeOf = (problem: number) => ({ file: PROBLEMS, unit: "element", number: problem + 1 }) as const;
  const problemOf = problems.flatMap(({ samples }, problem) => samples.map(() => problem));
  const outcomes = new Map<string, number[]>();
  for (const judge of models) {
    const { id, model, cache } = judge;
    const responses = responsesFor(judge);
    const rewards = await scoreEach(model, responses, cache, {
      onProgress: (done) => onProgress?.({ stage: "rewards", model: id, done, of: responses.length }),
      signal,
    });
    for (const [i, read] of rewards.entries()) {
      if (!(read instanceof UnusableRecord)) continue;
      const { why, report } = read;
      const { where } = responses[i] as ScoredResponse;
      const named = { ...report, where: `${judge.name}, ${where}` };
      omissions.add(placeOf(problemOf[i] as number), { why, report: named });
    }
    outcomes.set(
      id,
      rewards.map((read) => (read instanceof UnusableRecord ? Number.NaN : outcomeReward(read))),
    );
  }
  let next = 0;
  const judged = problems.map((problem) => ({
    ...problem,
    samples: problem.samples.map((sample) => {
      const place = next++;
      return { ...sample, rewards: Object.fromEntries([...outcomes].map(([id, all]) => [id, all[place] as number])) };
    }),
  }));
  return { judged: judged.filter((_, i) => !omissions.has(placeOf(i))), leftOut: omissions.account() };
}

function checkCounts(n: readonly number[], samples: number): void {
  const wrong = n.find((size) => !Number.isInteger(size) || size < 1 || size > samples);
  if (n.length > 0 && wrong === undefined) return;
  throw new PlaygroundError({
    what: "There are too few samples for the best of so many",
    where: "n",
    expected: `whole numbers from 1 to ${samples}, the samples a problem`,
    found: wrong === undefined ? "none" : `${wrong}`,
    fix: "Draw more samples, or choose among fewer.",
  });
}
