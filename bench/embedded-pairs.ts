import { openAsBlob } from "node:fs";
import { EMBEDDED_PAIRS } from "../src/cli/models.ts";
import type { Checkpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { seededRandom } from "../src/engine/random.ts";
import { checkpointTokenizer } from "../src/engine/tokenizer/checkpoint-tokenizer.ts";
import { trainingIds } from "../src/engine/tokenizer/special-ids.ts";
import { padPairs } from "../src/engine/training/pair-batch.ts";
import { pairBatches } from "../src/engine/training/pair-schedule.ts";
import { asPairs, type TokenPair, withResponses } from "../src/engine/training/pairs.ts";
import { rewardModelOptions } from "../src/engine/training/reward-model.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../src/engine/training/reward-model-config.ts";
import { startingWeights } from "../src/engine/training/reward-model-weights.ts";
import { frozenStates } from "../src/engine/training/reward-run.ts";
import { layoutOf, PlainLayout, type RowLayout } from "../src/engine/training/row-layout.ts";
import { Trainer } from "../src/engine/training/trainer.ts";
import { readTrainingSplit, tokeniseSplit } from "../src/engine/training/training-data.ts";
import { ALL_LAYERS } from "../src/engine/training/trunk.ts";
import { frozenLayers } from "../src/engine/training/tuned-weights.ts";
import { wordProblems } from "../src/engine/world/index.ts";

/** Prompts read once for both responses, and once for each. */
export const LAYOUTS = {
  both: (pairs: readonly TokenPair[]): RowLayout => layoutOf([pairs]),
  each: (pairs: readonly TokenPair[]): RowLayout => new PlainLayout([pairs]),
};

export type LayoutName = keyof typeof LAYOUTS;

export function icrmConfig(changes: Partial<RewardModelConfig>): RewardModelConfig {
  return { ...REWARD_MODEL_DEFAULTS, steps: 1e6, ...changes };
}

/** The embedded training pairs, with numbers in place of generation probabilities. */
export async function embeddedPairs(base: Checkpoint): Promise<TokenPair[]> {
  const file = { name: "embedded pairs", file: await openAsBlob(EMBEDDED_PAIRS) };
  const split = await readTrainingSplit(file, file, "pairs");
  const tokenizer = checkpointTokenizer(base);
  const reader = { tokenizer, contextLength: base.config.contextLength, world: wordProblems };
  const random = seededRandom(0);
  return asPairs(tokeniseSplit(split, reader).train.examples, "icrm").map((pair) =>
    withResponses(pair, (response) => ({ ...response, q: response.ids.slice(response.responseStart).map(random) })),
  );
}

/** A run in each layout, which goes through the first `steps` batches of an epoch again and again. */
export function layoutTrainers(base: Checkpoint, run: RewardModelConfig, pairs: readonly TokenPair[], steps: number) {
  const { padId } = trainingIds(checkpointTokenizer(base));
  const layers = frozenLayers(base.config, run);
  const frozen = layers > 0 ? { layers, stateBytes: 0 } : null;
  const kept = frozenStates(run, { frozen }, { base, pairs, heldOut: [], padTokenId: padId });
  const trunk = kept ?? ALL_LAYERS;
  const weights = startingWeights(base, run);
  const options = rewardModelOptions(run, base.config, pairs, padId, trunk);
  const schedule = pairBatches(pairs, run, (batch) => batch);
  const trainers = Object.entries(LAYOUTS).map(([name, layoutFor]) => {
    const batchesAt = async (step: number) => {
      const all = schedule(step % steps).map(async ({ batch, tokens }) => {
        const layout = layoutFor(batch);
        return { batch: await trunk.feed(padPairs(batch, padId, layout), layout.spans), tokens };
      });
      return Promise.all(all);
    };
    const trainer = Trainer.start(weights.trained, { ...options, batchesAt }, weights.frozen);
    return { name: name as LayoutName, trainer };
  });
  const dispose = () => {
    for (const { trainer } of trainers) trainer.dispose();
    kept?.dispose();
  };
  return { trainers, dispose };
}
