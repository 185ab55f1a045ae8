import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import { insistOnAll } from "../../engine/data/left-out.ts";
import type { Place } from "../../engine/data/place.ts";
import type { WorldPair } from "../../engine/data/world-pairs/make-pairs.ts";
import { worldSettingsOf } from "../../engine/data/world-pairs/settings.ts";
import { RAW } from "../../engine/policy/generation-probabilities.ts";
import { classPolicy } from "../../engine/policy/open-class.ts";
import { deriveSeed, seededRandom, shuffled } from "../../engine/random.ts";
import { trainingIds } from "../../engine/tokenizer/special-ids.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { tokeniseExamples } from "../../engine/training/examples.ts";
import { withPairProbabilities } from "../../engine/training/pair-probabilities.ts";
import type { Example } from "../../engine/training/pairs.ts";
import { wordProblems } from "../../engine/world/index.ts";
import type { DataShare } from "../../flows/train/plan.ts";
import { firstOf, type RunMaterials } from "../../flows/train/run-materials.ts";
import { type Condition, settingsOf } from "./conditions.ts";
import type { Plan, Training } from "./plan.ts";
import { classPairs } from "./world-pairs.ts";

/** The material of one condition's trainings: pairs labelled by the verifier, with the class's exact q. */
export class Material {
  readonly #base: Checkpoint;
  readonly #tokenizer: Tokenizer;
  readonly #condition: Condition;
  readonly #pool: readonly WorldPair[];
  readonly #validation: readonly Example[];
  readonly #read = new Map<WorldPair, Example>();

  private constructor(
    base: Checkpoint,
    tokenizer: Tokenizer,
    condition: Condition,
    pool: readonly WorldPair[],
    validation: readonly Example[],
  ) {
    this.#base = base;
    this.#tokenizer = tokenizer;
    this.#condition = condition;
    this.#pool = pool;
    this.#validation = validation;
  }

  static async open(base: Checkpoint, tokenizer: Tokenizer, condition: Condition, plan: Plan): Promise<Material> {
    const pool = await classPairs(settingsOf(condition, "training", plan.pool));
    const validation = await classPairs(settingsOf(condition, "validation", plan.judgedPairs.validation));
    return new Material(base, tokenizer, condition, pool, examplesOf(validation, base, tokenizer));
  }

  /** The material of a training; it is the same for every variant. */
  async of(training: Pick<Training, "size" | "seed">): Promise<RunMaterials> {
    const { padId: padTokenId } = trainingIds(this.#tokenizer);
    const all = await this.#examples(trainingSubset(this.#pool, training));
    const [base, validation] = [this.#base, this.#validation];
    const examples = (share: DataShare) => ({
      pairs: firstOf(all, share.pairs),
      heldOut: firstOf(validation, share.heldOut),
    });
    return {
      base,
      examples,
      of: async (configs, share) => configs.map(() => ({ base, ...examples(share), padTokenId })),
      followed: async () => [],
      keepProbabilities: async () => {},
    };
  }

  /** Pairs as training examples, each read once. */
  async #examples(pairs: readonly WorldPair[]): Promise<Example[]> {
    const missing = pairs.filter((pair) => !this.#read.has(pair));
    const { lm } = classPolicy(worldSettingsOf(settingsOf(this.#condition, "training", missing.length)));
    const examples = await withPairProbabilities(lm, examplesOf(missing, this.#base, this.#tokenizer), RAW);
    for (const [i, pair] of missing.entries()) this.#read.set(pair, examples[i] as Example);
    return pairs.map((pair) => this.#read.get(pair) as Example);
  }
}

/** The name of the class's pairs where files have theirs. */
const WRITTEN = "pairs of the class";

/** Pairs as tokens, with steps labelled by the verifier. @throws PlaygroundError if a pair cannot be trained on */
function examplesOf(pairs: readonly WorldPair[], { config }: Checkpoint, tokenizer: Tokenizer): readonly Example[] {
  const placed = pairs.map((pair, i) => {
    const place: Place = { file: WRITTEN, unit: "line", number: i + 1 };
    return { ...pair, places: { chosen: place, rejected: place } };
  });
  const reader = { tokenizer, contextLength: config.contextLength, world: wordProblems };
  const { examples, leftOut } = tokeniseExamples(placed, reader, WRITTEN);
  insistOnAll(leftOut);
  return examples;
}

/** A subset of the pairs; it is the same for every variant. */
export function trainingSubset<Pair>(pairs: readonly Pair[], { size, seed }: Pick<Training, "size" | "seed">): Pair[] {
  return shuffled(seededRandom(deriveSeed(seed, "subset")), pairs).slice(0, size);
}
