import { expect, test } from "vitest";
import { checkDpoConfig } from "../engine/training/check-config.ts";
import { DPO_DEFAULTS } from "../engine/training/dpo-config.ts";
import {
  type AlignOffer,
  type AlignSettings,
  alignAddress,
  alignLimits,
  alignmentPlan,
  chosenRewards,
  DEFAULT_ALIGN_SETTINGS,
} from "./align-settings.ts";

const { searchOf } = alignAddress;
const viewOf = (raw: Record<string, unknown>) => alignAddress.read(raw).view;
const reward = (id: string) => ({ id, kind: "reward" as const, method: id, name: id.toUpperCase() });
const tuned = { id: "p1", name: "tuned", tunedAt: 1, trainable: true };
const offer: AlignOffer = {
  embedded: ["bt", "grm", "icrm", "fourth"].map(reward),
  stored: [{ id: "run:a", name: "mine", method: "icrm" }],
  policies: [tuned],
};

test("an address says what differs from the defaults, and is read back", () => {
  const settings: AlignSettings = {
    ...DEFAULT_ALIGN_SETTINGS,
    ...{ device: "wasm", policy: "p1", rewards: ["bt", "run:a"], beta: 0.3, tuning: "lora", prompts: 40, seed: 7 },
  };
  const search = searchOf(settings);
  expect(search).toEqual({
    ...{ device: "wasm", policy: "p1", rewards: "bt,run:a", beta: 0.3, tuning: "lora", prompts: 40, seed: 7 },
  });
  expect(viewOf(search)).toEqual(settings);
  expect(searchOf(DEFAULT_ALIGN_SETTINGS)).toEqual({});
});

test("what an address says wrongly is left at its default; β = 0 may be asked for", () => {
  const view = viewOf({ beta: 0, prompts: 2.5, samples: "many", tuning: "heads", learningRate: -1, epochs: 3 });
  expect(view).toEqual({ ...DEFAULT_ALIGN_SETTINGS, beta: 0, epochs: 3 });
  expect(viewOf({ rewards: "bt,bt,grm,icrm,fourth" }).rewards).toEqual(["bt", "grm", "icrm"]);
});

test("reward models are those that are there, three at most, and those of the playground where none is named", () => {
  const chosen = (rewards: string[]) =>
    chosenRewards({ ...DEFAULT_ALIGN_SETTINGS, rewards }, offer).map(({ id }) => id);
  expect(chosen([])).toEqual(["bt", "grm", "icrm"]);
  expect(chosen(["run:a", "bt", "run:gone"])).toEqual(["bt", "run:a"]);
});

test("a plan names models and prompts, and its config is one the engine takes", () => {
  const settings = { ...DEFAULT_ALIGN_SETTINGS, policy: "p1", rewards: ["icrm", "run:a"], beta: 0.3 };
  const file = { name: "own.jsonl", file: new Blob() };
  const plan = alignmentPlan(settings, offer, file, "end");
  expect(plan).toMatchObject({ policy: { id: "p1", name: "tuned" }, rewards: ["icrm", "run:a"], file, until: "end" });
  expect(plan.stored).toEqual(offer.stored);
  expect(checkDpoConfig(plan.config, "plan")).toEqual({
    ...DPO_DEFAULTS,
    beta: 0.3,
    evalSteps: DEFAULT_ALIGN_SETTINGS.evalSteps,
    learningRate: DEFAULT_ALIGN_SETTINGS.learningRate,
  });
  expect(alignmentPlan({ ...settings, policy: "gone" }, offer, null, "pairs").policy).toBeNull();
});

test("every default is within its limits", () => {
  for (const [name, [low, high]] of Object.entries(alignLimits)) {
    const value = DEFAULT_ALIGN_SETTINGS[name as keyof typeof alignLimits];
    expect(value, name).toBeGreaterThanOrEqual(low);
    expect(value, name).toBeLessThanOrEqual(high);
  }
});
