import { isDeepStrictEqual } from "node:util";
import { parseJson } from "../../engine/checkpoint/json.ts";
import { choice, randomInt } from "../../engine/random.ts";
import { bestOf, summaries } from "../../engine/sweep/analysis/summaries.ts";
import { trialTable } from "../../engine/sweep/export.ts";
import { planned, trialsOf } from "../../engine/sweep/plan.ts";
import { readSweep } from "../../engine/sweep/record.ts";
import { trialKey } from "../../engine/sweep/trial.ts";
import { checkRewardModelConfig } from "../../engine/training/check-config.ts";
import { SWEEP_MATERIAL } from "../sweep-material.ts";
import { damaged, damagedText } from "./damage.ts";
import { type FaultPart, satisfied } from "./part.ts";

const spaces = [
  { base: { method: "bt", steps: 2 }, vary: { learningRate: { choices: [0.001, 0.01] } }, sampler: "grid" },
  { vary: { rho: { range: [0, 1], points: 3 }, method: { choices: ["bt", "icrm"] } }, sampler: "grid", seeds: [0, 1] },
  {
    vary: {
      learningRate: { logRange: [1e-4, 1e-2] },
      rho: { range: [0, 0.5], when: { method: ["icrm"] } },
      method: { choices: ["bt", "icrm"] },
    },
    ...{
      trials: 6,
      seed: 3,
      objective: { metric: "loss", goal: "minimise" },
      stopping: { after: 2 },
      pairs: 8,
      heldOut: 2,
    },
  },
];
const trial = {
  ...{ configuration: 0, seed: 0, values: { learningRate: 0.001 }, status: "finished", step: 2, seconds: 1 },
  ...{
    metrics: { "heldout/accuracy": 0.5, loss: 0.7 },
    measurements: [{ step: 2, metrics: { "heldout/accuracy": 0.5 } }],
  },
  ...{ pinned: { chosen: [0.1, 0.2], rejected: [0.1, 0] }, error: null },
};
const record = {
  ...{
    format: "icrm-sweep/1",
    plan: spaces[0],
    material: { ...SWEEP_MATERIAL, leftOut: { reasons: {}, records: [] } },
  },
  ...{
    confirmation: { configuration: 0, seeds: [5] },
    trials: [trial, { ...trial, configuration: 1, values: { learningRate: 0.01 } }],
  },
};

/** The text of a space, or of a written sweep. */
export const sweepFile: FaultPart<string> = {
  name: "sweep file",
  accepted:
    "configurations differ and can be trained with, trials are those of the plan, and what is written again reads the same",
  make(random) {
    const text =
      JSON.stringify(damaged(random, choice(random, [...spaces, record, record]), randomInt(random, 1, 3))) ?? "";
    return random() < 0.15 ? damagedText(random, text, 1) : text;
  },
  found: [
    { ...record, trials: [trial, trial] },
    { ...record, trials: [{ ...trial, configuration: 1 }] },
    { ...record, trials: [{ ...trial, configuration: 7 }] },
    { ...spaces[0], vary: { learningRate: { choices: [0.001, 1e-3] } } },
    {
      ...spaces[0],
      vary: {
        loraTargets: {
          choices: [
            ["q_proj", "v_proj"],
            ["v_proj", "q_proj"],
          ],
        },
      },
    },
  ]
    .map((value) => JSON.stringify(value))
    .concat(JSON.stringify(record).replace('"loss":0.7', '"loss":7e999')),
  attempt(input) {
    const read = readSweep(parseJson(new TextEncoder().encode(input), "sweep.json"), "sweep.json");
    const again = readSweep(JSON.parse(JSON.stringify(read)), "sweep.json");
    satisfied(isDeepStrictEqual(again, read), "the sweep reads otherwise once it is written");
    // Shards recognise one another by their plans.
    satisfied(JSON.stringify(again.plan) === JSON.stringify(read.plan), "the plan is another one once it is written");
    const { plan, trials } = read;
    const distinct = new Set(planned(plan).map((values) => JSON.stringify(values)));
    satisfied(distinct.size === planned(plan).length, "a configuration is run twice");
    for (const { config } of trialsOf(plan).slice(0, MOST_CHECKED)) checkRewardModelConfig(config, "trial");
    satisfied(new Set(trials.map(trialKey)).size === trials.length, "a trial is there twice");
    for (const { configuration, values } of trials) {
      const own = configuration === -1 ? {} : planned(plan)[configuration];
      satisfied(JSON.stringify(own) === JSON.stringify(values), "a trial is of no configuration of the plan");
    }
    summaries(read);
    bestOf(read);
    trialTable(read);
  },
};

const MOST_CHECKED = 50;
