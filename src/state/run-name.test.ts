import { expect, test } from "vitest";
import { runName } from "./run-name.ts";
import { DEFAULT_SETTINGS, type SharedConfig } from "./train-settings.ts";
import type { VariantId } from "./train-variants.ts";

const named = (id: VariantId, changes: Partial<SharedConfig> = {}, pairs = DEFAULT_SETTINGS.pairs) =>
  runName(id, { pairs, config: { ...DEFAULT_SETTINGS.config, ...changes } });

test("a name is the method, what is not at its default, and the seed", () => {
  expect(named("icrm")).toBe("ICRM, seed 0");
  expect(named("icrm", { rho: 0.3, learningRate: 3e-4, seed: 1 })).toBe("ICRM ρ 0.3 lr 3e-4, seed 1");
  expect(named("grm", { steps: 60, tuning: "lora", loraRank: 8 }, 128)).toBe("GRM LoRA r 8 60 steps 128 pairs, seed 0");
});

test("an ablation is named by its edge score and its edge weight", () => {
  expect(named("difference")).toBe("ICRM difference × generation, seed 0");
  expect(named("difference-uniform")).toBe("ICRM difference × uniform, seed 0");
  expect(named("shuffled")).toBe("ICRM mutual × shuffled, seed 0");
});

test("upper layers are named with their number, which no other tuning has", () => {
  const { trainableLayers } = DEFAULT_SETTINGS.config;
  // By default the page trains upper layers.
  expect(named("bt", { trainableLayers: trainableLayers + 1 })).toBe(`BT layers ${trainableLayers + 1}, seed 0`);
  expect(named("bt")).toBe("BT, seed 0");
  expect(named("bt", { tuning: "head", trainableLayers: trainableLayers + 1 })).toBe("BT head only, seed 0");
});

test("what does not matter to a method is not in its name", () => {
  const changes = { rho: 0.3, generatorTemperature: 2, weightRatio: 0.01, loraRank: 8, evalSteps: 5 };
  expect(named("bt", changes)).toBe("BT, seed 0");
  expect(named("grm", changes)).toBe("GRM text gradient 0.01, seed 0");
  expect(named("outcome", changes)).toBe("Outcome labels ρ 0.3, seed 0");
  expect(named("prm", { ...changes, labelSmoothing: 0.1 })).toBe("PRM, seed 0");
  expect(named("prm_icrm", { rho: 0.3, afterError: "omitted" })).toBe(
    "PRM + ICRM ρ 0.3 after an error omitted, seed 0",
  );
  expect(named("bt", { patience: 2, evalSteps: 5 })).toBe("BT measured every 5 patience 2, seed 0");
});
