import { type EvaluationFile, readEvaluationFile } from "../../engine/evaluation/evaluation-file.ts";
import type { RewardModel } from "../../engine/reward/reward-model.ts";
import { openFile } from "../files.ts";
import type { LoadedPolicy } from "../models.ts";
import { BestOfSixteen } from "./best-of-sixteen.ts";
import { JudgedFile, MODEL } from "./judged-file.ts";
import type { Figures, RewardMetricId } from "./metrics.ts";
import { embeddedData, type Plan } from "./plan.ts";
import type { Records } from "./records.ts";

/** Figures that need no reward model, on the same test data. */
export interface Baselines {
  /** Share of test pairs whose chosen response is the more probable one under the generator. */
  logProbability: number;
  longerWins: number;
  randomPick: number;
  majorityVote: number;
  passAt16: number;
}

/** Everything a reward model is held against: read and sampled once, for all of them. */
export class Judges {
  readonly #test: JudgedFile;
  readonly #outOfDistribution: JudgedFile;
  readonly #bestOf: BestOfSixteen;

  private constructor(test: JudgedFile, outOfDistribution: JudgedFile, bestOf: BestOfSixteen) {
    this.#test = test;
    this.#outOfDistribution = outOfDistribution;
    this.#bestOf = bestOf;
  }

  static async open({ judgedPairs, bestOfProblems }: Plan, policy: LoadedPolicy, records: Records): Promise<Judges> {
    const read = async (name: string, pairs: number) =>
      firstPairs(await readEvaluationFile(await openFile(embeddedData(name)), embeddedData(name)), pairs);
    const validation = await read("preferences-validation", judgedPairs.validation);
    const test = await read("preferences-test", judgedPairs.test);
    const outside = await read("preferences-out-of-distribution", judgedPairs.outOfDistribution);
    return new Judges(
      await JudgedFile.read(test, validation, policy),
      await JudgedFile.read(outside, null, policy),
      await BestOfSixteen.sample(policy, bestOfProblems, records),
    );
  }

  async figures(model: RewardModel): Promise<Figures<RewardMetricId>> {
    const [inside, outside] = [await this.#test.figures(model), await this.#outOfDistribution.figures(model)];
    return {
      accuracy: inside(MODEL, "pairs/accuracy"),
      outOfDistribution: outside(MODEL, "pairs/accuracy"),
      firstErrorF1: inside(MODEL, "process/f1"),
      stepAuroc: inside(MODEL, "process/auroc"),
      valueCorrelation: inside(MODEL, "values/pooled"),
      bestOf16: await this.#bestOf.gold(model),
      mechanism: inside(MODEL, "mechanism/token-correlation"),
      beyondBound: inside(MODEL, "mechanism/token-broken"),
    };
  }

  async baselines(): Promise<Baselines> {
    const figure = await this.#test.figures(null);
    return {
      logProbability: figure("baseline:likelier", "pairs/accuracy") ?? Number.NaN,
      longerWins: figure("baseline:longer", "pairs/accuracy") ?? Number.NaN,
      ...this.#bestOf.baselines,
    };
  }
}

/** The first comparisons of a file, with their responses. */
function firstPairs(data: EvaluationFile, pairs: number): EvaluationFile {
  const comparisons = data.comparisons.slice(0, pairs);
  const used = comparisons.flatMap(({ chosen, rejected }) => [...chosen, ...rejected]);
  const index = new Map(used.map((old, i) => [old, i]));
  const moved = (indices: readonly number[]) => indices.map((i) => index.get(i) as number);
  return {
    ...data,
    responses: used.map((i) => data.responses[i] as EvaluationFile["responses"][number]),
    comparisons: comparisons.map((each) => ({ ...each, chosen: moved(each.chosen), rejected: moved(each.rejected) })),
  };
}
