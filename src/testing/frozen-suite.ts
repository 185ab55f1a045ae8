import { describe, expect, test } from "vitest";
import { type Checkpoint, loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import type { Tensor } from "../engine/checkpoint/safetensors.ts";
import type { Backend } from "../engine/device.ts";
import { openJax } from "../engine/jax.ts";
import { FrozenStates } from "../engine/training/frozen-states.ts";
import type { TokenPair } from "../engine/training/pairs.ts";
import { rewardModelOptions } from "../engine/training/reward-model.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig, readsPadding } from "../engine/training/reward-model-config.ts";
import { startingWeights } from "../engine/training/reward-model-weights.ts";
import { batchRows } from "../engine/training/row-layout.ts";
import { StateStore } from "../engine/training/state-store.ts";
import { Trainer } from "../engine/training/trainer.ts";
import { ALL_LAYERS, type Trunk } from "../engine/training/trunk.ts";
import { frozenLayers } from "../engine/training/tuned-weights.ts";
import { goldenSource } from "./golden.ts";
import { withSteps } from "./labelled-pairs.ts";

/**
 * Both sides compute the same sums in float32, but in programs of different shapes, whose fused loops round in another
 * order: 1e-7 per operation, some hundred operations deep. One layer too many or too few, or a lost gradient, changes
 * the numbers by at least 1e-2.
 */
const TOLERANCE = 1e-5;

export interface FrozenCase {
  decoder: string;
  changes: Partial<RewardModelConfig>;
}

export const FROZEN_CASES: readonly FrozenCase[] = [
  { decoder: "llama", changes: { method: "icrm", tuning: "top" } },
  { decoder: "llama", changes: { method: "grm", tuning: "head" } },
  { decoder: "gpt2", changes: { method: "icrm", tuning: "top" } },
  { decoder: "llama", changes: { method: "prm_icrm", tuning: "head" } },
];

/** Tests steps above kept states against steps that compute all layers, on one backend. */
export function describeFrozenStates(
  backend: Backend,
  cases: readonly FrozenCase[],
  unlabelled: readonly TokenPair[],
): void {
  const pairs = withSteps(unlabelled);
  describe(`above kept states a step has the gradients of all layers, on ${backend}`, () => {
    test.each(cases)("$decoder, $changes", async ({ decoder, changes }) => {
      const base = await loadCheckpoint(await goldenSource(decoder));
      const config: RewardModelConfig = {
        ...REWARD_MODEL_DEFAULTS,
        trainableLayers: 1,
        batchSize: 2,
        maxGradNorm: 1e9,
        weightRatio: 0.5,
        ...changes,
      };
      // All layers on Wasm in either case: a software GPU takes long to compile them.
      await openJax("wasm");
      const all = await firstStep(base, config, pairs, ALL_LAYERS);
      await openJax(backend);
      const trunk = keptStates(base, config, pairs, new StateStore());
      expect(trunk.from).toBeGreaterThan(0);
      const above = await firstStep(base, config, pairs, trunk);
      trunk.dispose();
      expect([...above.gradients.keys()].sort()).toEqual([...all.gradients.keys()].sort());
      const size = sizeOf([...all.gradients.values()].flatMap(({ data }) => [...data]));
      expect(size).toBeGreaterThan(0);
      for (const [name, { data }] of all.gradients) {
        const found = above.gradients.get(name)?.data ?? new Float32Array();
        const off = sizeOf([...data].map((x, i) => x - (found[i] as number)));
        // Without consistency the gradient of the value head's bias cancels: both sides find rounding there.
        expect(off, name).toBeLessThan(TOLERANCE * sizeOf([...data]) + 1e-7 * size);
      }
      for (const [name, value] of Object.entries(all.metrics)) {
        const gap = Math.abs((above.metrics[name] as number) - value);
        expect(gap, name).toBeLessThan(TOLERANCE * Math.max(1, Math.abs(value)));
      }
    });
  });
}

/** The trunk of a config, with a store of its own. */
export function keptStates(
  base: Checkpoint,
  config: RewardModelConfig,
  pairs: readonly TokenPair[],
  store: StateStore,
): FrozenStates {
  const layers = frozenLayers(base.config, config);
  return new FrozenStates(base, {
    layers,
    rows: batchRows(pairs),
    padTokenId: 0,
    padding: readsPadding(config),
    store,
  });
}

async function firstStep(base: Checkpoint, config: RewardModelConfig, pairs: readonly TokenPair[], trunk: Trunk) {
  const { trained, frozen } = startingWeights(base, config);
  const run = Trainer.start(trained, rewardModelOptions(config, base.config, pairs, 0, trunk), frozen);
  const { tokens_per_second: _, ...metrics } = await run.advance();
  // After the first step the first moment is the gradient times 1 − β₁.
  const { firstMoments: gradients } = await run.snapshot();
  run.dispose();
  return { metrics: metrics as Record<string, number>, gradients: gradients as ReadonlyMap<string, Tensor> };
}

function sizeOf(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, x) => sum + x ** 2, 0));
}
