import * as v from "valibot";
import { checked, parseJson } from "../../engine/checkpoint/json.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { checkRewardModelConfig } from "../../engine/training/check-config.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";
import type { UnpackedRun } from "./unpack.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a pack's `icrm.train` adds to Transformers' state, which has no settings and data. */
const about = v.object({
  name: v.string(),
  created_at: v.pipe(v.string(), v.isoTimestamp()),
  reward: v.unknown(),
  data: v.object({
    name: v.string(),
    hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    pairs: count,
    held_out: count,
  }),
  model: v.string(),
  generator: v.nullable(v.string()),
});

const trainerState = v.object({
  global_step: count,
  max_steps: count,
  log_history: v.array(v.looseObject({ step: count })),
  icrm: v.optional(about),
});

/** Whether a file is JSON rather than a zip. */
export function isJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20);
  return first === "{".charCodeAt(0);
}

/**
 * Reads the history of a run that a pack trained elsewhere from its `trainer_state.json`: metrics under the
 * playground's names, without weights.
 * @param name the name of the file in errors
 * @throws PlaygroundError naming file and field, expected and found
 */
export function readTrainerState(bytes: Uint8Array, name: string): UnpackedRun {
  const state = checked(trainerState, parseJson(bytes, name), name);
  if (!state.icrm) {
    throw new PlaygroundError({
      what: "The history does not say what was trained, or on what",
      where: `${name}, field icrm`,
      expected: "the settings and the data, as icrm.train of a pack writes them",
      found: "a history of another trainer",
      fix: "Take trainer_state.json from saves/reward-model of a pack for a cluster.",
    });
  }
  const { data, ...run } = state.icrm;
  const config = checkRewardModelConfig(run.reward, `${name}, icrm.reward`);
  const metrics = metricsOf(state.log_history);
  const measured = metrics.findLast((row) => "heldout/accuracy" in row);
  const last = metrics.at(-1);
  return {
    run: {
      name: run.name,
      note: "",
      createdAt: Date.parse(run.created_at),
      method: config.method,
      config,
      seed: config.seed,
      dataName: data.name,
      dataHash: data.hash,
      pairs: data.pairs,
      heldOut: data.held_out,
      baseModel: run.model,
      base: null,
      generator: run.generator,
      status: state.global_step >= config.steps ? "finished" : "stopped",
      error: null,
      step: state.global_step,
      steps: config.steps,
      final: last
        ? {
            loss: last.loss,
            accuracy: measured?.["heldout/accuracy"] ?? Number.NaN,
            margin: measured?.["heldout/margin"] ?? Number.NaN,
          }
        : null,
    },
    metrics,
    checkpoint: null,
    adapter: null,
  };
}

/** Fields that Transformers logs itself. */
const OWN = new Set(["epoch", "step", "loss", "grad_norm", "learning_rate"]);

/** Merges the entries of each step into a row. The closing entry, which summarises the run, is left out. */
function metricsOf(history: readonly Record<string, unknown>[]): StepMetrics[] {
  const rows = new Map<number, StepMetrics>();
  for (const entry of history) {
    const number = (name: string) => (typeof entry[name] === "number" ? (entry[name] as number) : Number.NaN);
    const step = number("step");
    if ("loss" in entry) {
      const own = {
        step,
        loss: number("loss"),
        grad_norm: number("grad_norm"),
        learning_rate: number("learning_rate"),
      };
      const named = Object.keys(entry).filter((name) => !OWN.has(name));
      const figures = Object.fromEntries(named.map((name) => [name, number(name)]));
      rows.set(step, { tokens_per_second: Number.NaN, ...figures, ...own });
    } else if ("eval_accuracy" in entry) {
      const row = rows.get(step);
      const figures = { "heldout/accuracy": number("eval_accuracy"), "heldout/margin": number("eval_margin") };
      // A measurement before the first logged step has no row.
      if (row) rows.set(step, { ...row, ...figures });
    }
  }
  return [...rows.values()].sort((a, b) => a.step - b.step);
}
