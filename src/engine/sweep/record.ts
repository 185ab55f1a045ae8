import * as v from "valibot";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { contentHash, weightsHash } from "../data/content-hash.ts";
import type { LeftOut } from "../data/left-out.ts";
import { leftOutSchema } from "../data/left-out-schema.ts";
import { excerpt } from "../data/misfit.ts";
import type { TrainingRecord } from "../data/read-records.ts";
import { PlaygroundError } from "../errors.ts";
import { type GeneratorModel, generatorHash } from "../policy/generator-model.ts";
import { REWARD_MODEL_SETTINGS } from "../training/reward-model-settings.ts";
import { withFileNames, withSettingNames } from "../training/setting-names.ts";
import { MOST_COMBINATIONS } from "./configurations.ts";
import type { TrialPair } from "./pinned.ts";
import { BASELINE, checkPlan, planned, type SweepPlan } from "./plan.ts";
import type { Assignment } from "./space.ts";
import { byPlace, type Trial, trialKey } from "./trial.ts";

const SWEEP_FORMAT = "icrm-sweep/1";

/** The data and models that trials were made from: names for a person, and hashes of the content. */
export interface SweepMaterial {
  data: string;
  dataHash: string;
  base: string;
  baseHash: string;
  generator: string;
  generatorHash: string;
  /** The pair for which trials keep their rewards; null if there are no held-out pairs. */
  pinned: TrialPair | null;
  /** The records of the data that no trial uses. Sweeps of earlier versions lack the field. */
  leftOut?: LeftOut | undefined;
}

/** A configuration to be run again, with seeds that played no part in choosing it. */
export interface Confirmation {
  configuration: number;
  seeds: readonly number[];
}

/** A sweep as one file, which page and command line exchange. */
export interface SweepRecord {
  format: typeof SWEEP_FORMAT;
  plan: SweepPlan;
  /** null before any trial has opened its data. */
  material: SweepMaterial | null;
  confirmation: Confirmation | null;
  trials: readonly Trial[];
}

export function freshRecord(plan: SweepPlan): SweepRecord {
  return { format: SWEEP_FORMAT, plan, material: null, confirmation: null, trials: [] };
}

/** The record with one more trial, which replaces a trial of the same configuration and seed. */
export function withTrial(record: SweepRecord, trial: Trial): SweepRecord {
  const others = record.trials.filter((other) => trialKey(other) !== trialKey(trial));
  return { ...record, trials: [...others, trial].sort(byPlace) };
}

export async function materialOf(
  { data, base, generator }: Pick<SweepMaterial, "data" | "base" | "generator">,
  records: { train: readonly TrainingRecord[]; heldOut: readonly TrainingRecord[] },
  models: { base: Pick<Checkpoint, "weights">; generator: Pick<GeneratorModel, "weights"> },
  pinned: TrialPair | null,
  leftOut: LeftOut,
): Promise<SweepMaterial> {
  return {
    data,
    base,
    generator,
    dataHash: await contentHash([records.train, records.heldOut]),
    baseHash: await weightsHash(models.base.weights),
    generatorHash: await generatorHash(models.generator),
    pinned,
    // The file is written after every trial, so the list is kept short.
    leftOut: { ...leftOut, records: leftOut.records.slice(0, MOST_NAMED) },
  };
}

const MOST_NAMED = 100;

/**
 * Refuses to mix trials made from different data or models. An unknown material is compatible with any other.
 * @throws PlaygroundError saying what differs
 */
export function checkSameMaterial(known: SweepMaterial | null, found: SweepMaterial, where: string): void {
  const differs = (["dataHash", "baseHash", "generatorHash"] as const).find(
    (name) => known && known[name] !== found[name],
  );
  if (!known || !differs) return;
  const name = differs.replace("Hash", "") as "data" | "base" | "generator";
  throw new PlaygroundError({
    what: `The sweep's trials were run with other ${{ data: "pairs", base: "base weights", generator: "generator weights" }[name]}`,
    where,
    expected: `${known[name]} (${known[differs].slice(0, 12)})`,
    found: `${found[name]} (${found[differs].slice(0, 12)})`,
    fix: "Give the same data and models, or begin another sweep.",
  });
}

// JSON has words for numbers too large to be one, and none to write them again.
const finite = v.pipe(v.number(), v.finite());
const numbers = v.record(v.string(), v.nullable(finite));
const trialSchema = v.object({
  configuration: v.pipe(v.number(), v.integer()),
  seed: v.pipe(v.number(), v.integer()),
  values: v.record(v.string(), v.unknown()),
  status: v.picklist(["finished", "stopped", "failed"]),
  step: finite,
  seconds: finite,
  metrics: numbers,
  measurements: v.array(v.object({ step: finite, metrics: numbers })),
  pinned: v.nullable(v.object({ chosen: v.array(finite), rejected: v.array(finite) })),
  error: v.nullable(
    v.object({
      what: v.string(),
      where: v.optional(v.string()),
      expected: v.optional(v.string()),
      found: v.optional(v.string()),
      fix: v.optional(v.string()),
    }),
  ),
});
const material = v.object({
  data: v.string(),
  dataHash: v.string(),
  base: v.string(),
  baseHash: v.string(),
  generator: v.string(),
  generatorHash: v.string(),
  pinned: v.nullable(v.object({ prompt: v.string(), chosen: v.array(v.string()), rejected: v.array(v.string()) })),
  leftOut: v.exactOptional(leftOutSchema),
});
const recordSchema = v.object({
  format: v.literal(SWEEP_FORMAT),
  plan: v.unknown(),
  material: v.nullable(material),
  confirmation: v.nullable(v.object({ configuration: finite, seeds: v.array(finite) })),
  trials: v.array(trialSchema),
});

/** A sweep as it is written to a file, with the settings under their names in files. */
export function sweepFile({ plan, trials, ...rest }: SweepRecord): unknown {
  return { ...rest, plan: planFile(plan), trials: trials.map((trial) => ({ ...trial, values: named(trial.values) })) };
}

/** A plan as it is written to a file, with the settings under their names in files. */
export function planFile(plan: SweepPlan): object {
  const vary = Object.entries(plan.vary).map(([field, variation]) => {
    return [field, variation.when ? { ...variation, when: named(variation.when) } : variation] as const;
  });
  return {
    ...plan,
    base: named(plan.base),
    vary: named(Object.fromEntries(vary)),
    ...(plan.listed && { listed: plan.listed.map((values) => named(values)) }),
  };
}

function named<T>(fields: Readonly<Record<string, T>>): Record<string, T> {
  return withFileNames(REWARD_MODEL_SETTINGS, fields);
}

/**
 * Reads a sweep from a file: a record, or a plan without trials.
 * @throws PlaygroundError naming file and field
 */
export function readSweep(input: unknown, where: string): SweepRecord {
  const isRecord = typeof input === "object" && input !== null && "format" in input;
  if (!isRecord) return freshRecord(checkPlan(input, where));
  const result = v.safeParse(recordSchema, input);
  if (!result.success) {
    const [issue] = result.issues;
    throw new PlaygroundError({
      what: "The file is not a sweep this version can read",
      where: `${where}, ${v.getDotPath(issue) ?? "file"}`,
      expected: issue.expected ?? issue.message,
      found: issue.received,
      fix: "Give a space, or a sweep as page or command line wrote it.",
    });
  }
  const { plan: given, trials: written, ...rest } = result.output;
  const plan = checkPlan(given, where);
  const trials = written.map((trial, i) => ({
    ...trial,
    values: withSettingNames(REWARD_MODEL_SETTINGS, trial.values, `${where}, trials.${i}`),
  }));
  checkTrials(plan, trials, where);
  return {
    ...rest,
    plan,
    trials: trials.map((trial) => ({ ...trial, values: trial.values as Assignment }) as Trial).sort(byPlace),
  };
}

/**
 * Checks that every trial has the values of the configuration whose number it has, and that no trial occurs twice.
 * @throws PlaygroundError naming the first trial for which this fails
 */
function checkTrials(plan: SweepPlan, trials: readonly v.InferOutput<typeof trialSchema>[], where: string): void {
  // The plan may have been shortened after trials beyond its present number were run.
  const most = Math.max(-1, ...trials.map(({ configuration }) => configuration)) + 1;
  const count = Math.min(most * plan.seeds.length, MOST_COMBINATIONS);
  const configurations = most > planned(plan).length ? planned({ ...plan, trials: count }) : planned(plan);
  const known = new Set<string>();
  for (const [i, trial] of trials.entries()) {
    const own = trial.configuration === BASELINE ? {} : configurations[trial.configuration];
    const isOwn = own !== undefined && sameValues(own, trial.values);
    if (isOwn && !known.has(trialKey(trial))) {
      known.add(trialKey(trial));
      continue;
    }
    throw new PlaygroundError({
      what: isOwn ? "The sweep has a trial twice" : "The sweep has a trial of another plan",
      where: `${where}, trials.${i}`,
      expected: isOwn
        ? "every configuration once with every seed"
        : `the values of configuration ${trial.configuration}`,
      found: isOwn
        ? `configuration ${trial.configuration}, seed ${trial.seed} again`
        : excerpt(JSON.stringify(trial.values)),
      fix: "Give the file as page or command line wrote it, or begin another sweep from its space.",
    });
  }
}

/** Whether two assignments have equal values; the order of their fields does not matter. */
function sameValues(one: object, other: object): boolean {
  const key = (values: object) => JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
  return key(one) === key(other);
}

/**
 * Merges several parts of one sweep.
 * @param parts records with the names that errors call them by
 * @throws PlaygroundError if they are parts of different sweeps
 */
export function mergeSweeps(parts: readonly { name: string; record: SweepRecord }[]): SweepRecord {
  const [head, ...others] = parts;
  if (!head) throw new RangeError("no sweeps to merge");
  let merged = head.record;
  for (const { name, record } of others) {
    if (JSON.stringify(record.plan) !== JSON.stringify(merged.plan)) {
      throw new PlaygroundError({
        what: "These are parts of different sweeps",
        where: name,
        expected: `the plan of ${head.name}`,
        found: "another plan",
        fix: "Merge shards that were run from the same space file with the same options.",
      });
    }
    if (record.material) checkSameMaterial(merged.material, record.material, name);
    const known = new Map(merged.trials.map((trial) => [trialKey(trial), trial]));
    // If a trial failed in one part and finished in another, the finished one counts.
    for (const trial of record.trials) {
      const before = known.get(trialKey(trial));
      if (!before || before.status === "failed") known.set(trialKey(trial), trial);
    }
    merged = {
      ...merged,
      material: merged.material ?? record.material,
      confirmation: merged.confirmation ?? record.confirmation,
      trials: [...known.values()].sort(byPlace),
    };
  }
  return merged;
}
