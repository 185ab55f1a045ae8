import * as v from "valibot";
import type { Supervision } from "../data/read-records.ts";
import { PlaygroundError } from "../errors.ts";
import { checkRewardModelConfig } from "../training/check-config.ts";
import type { Method } from "../training/methods.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig, supervisionOfAll } from "../training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS } from "../training/reward-model-settings.ts";
import { withSettingNames } from "../training/setting-names.ts";
import { configurations, MOST_COMBINATIONS, SAMPLERS, type Sampler } from "./configurations.ts";
import { type Assignment, checkSpace, configOf, type Space, type Variations } from "./space.ts";

/** What a sweep optimises. */
export interface SweepObjective {
  /** A held-out figure such as `heldout/accuracy`, or a metric of the last training step. */
  metric: string;
  goal: "maximise" | "minimise";
}

/**
 * Median stopping (Golovin et al. 2017), made independent of the order in which trials finish: the first configurations
 * run in full; a later trial is stopped at a measurement that is worse than the median of the first ones with its seed
 * at that step.
 */
export interface MedianStopping {
  /** Number of configurations that run in full first. */
  after: number;
}

/** All that decides a sweep, except for data and models. */
export interface SweepPlan extends Space {
  sampler: Sampler;
  /** Seed of the sampler; trials use `seeds`. */
  seed: number;
  /**
   * Seeds of the trials: every configuration is run once with each, so that configurations can be compared seed by
   * seed.
   */
  seeds: readonly number[];
  /** The largest number of runs (configurations × seeds); null runs a whole grid. */
  trials: number | null;
  objective: SweepObjective;
  stopping: MedianStopping | null;
  /** Number of training and held-out pairs to use, taken from the start; null uses all. */
  pairs: number | null;
  heldOut: number | null;
  /** Configurations drawn by another program instead of the sampler: those of a sweep that ran elsewhere. */
  listed?: readonly Assignment[] | undefined;
}

/** A run that a sweep is going to make. */
export interface TrialRequest {
  /** Index among the sweep's configurations; `BASELINE` is the unchanged base. */
  configuration: number;
  seed: number;
  values: Assignment;
  config: RewardModelConfig;
}

/** What the data of a sweep must contain: labelled steps if any of its trials may learn from steps. */
export function supervisionOfPlan({ base, vary: { method } }: Space): Supervision {
  const methods = method && "choices" in method ? (method.choices as Method[]) : [base.method];
  return supervisionOfAll(methods.map((name) => ({ method: name })));
}

/** The index of the unchanged base, in which no field is varied. */
export const BASELINE = -1;

const whole = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least));
const value = v.union([v.number(), v.string(), v.array(v.string())]);
const interval = v.strictTuple([v.number(), v.number()]);
const when = v.optional(v.record(v.string(), v.array(value)));
const points = v.optional(whole(1));
const variation = v.union(
  [
    v.strictObject({ choices: v.array(value), when }),
    v.strictObject({ range: interval, points, when }),
    v.strictObject({ logRange: interval, points, when }),
  ],
  "choices, a range or a logRange, with points and when if need be",
);

const planSchema = v.strictObject({
  base: v.optional(v.record(v.string(), v.unknown()), {}),
  vary: v.record(v.string(), variation),
  sampler: v.optional(v.picklist(SAMPLERS), "halton"),
  seed: v.optional(whole(0), 0),
  seeds: v.optional(v.pipe(v.array(whole(0)), v.minLength(1)), [0]),
  trials: v.optional(v.nullable(v.pipe(whole(1), v.maxValue(MOST_COMBINATIONS))), null),
  objective: v.optional(
    v.strictObject({ metric: v.string(), goal: v.optional(v.picklist(["maximise", "minimise"]), "maximise") }),
    { metric: "heldout/accuracy", goal: "maximise" },
  ),
  stopping: v.optional(v.nullable(v.strictObject({ after: whole(1) })), null),
  pairs: v.optional(v.nullable(whole(1)), null),
  heldOut: v.optional(v.nullable(whole(1)), null),
  listed: v.exactOptional(v.pipe(v.array(v.record(v.string(), v.unknown())), v.maxLength(MOST_COMBINATIONS))),
});

/**
 * Checks a sweep's plan from a file or a form. Fields that are left out get their defaults.
 * @throws PlaygroundError naming the field that is not valid
 */
export function checkPlan(input: unknown, where: string): SweepPlan {
  const result = v.safeParse(planSchema, input);
  if (!result.success) {
    const [issue] = result.issues;
    throw new PlaygroundError({
      what: "The sweep's plan has a field that cannot be used",
      where: `${where}, ${v.getDotPath(issue) ?? "plan"}`,
      expected: issue.expected && issue.expected !== "Object" ? issue.expected : issue.message,
      found: issue.received,
      fix: "Correct or remove the field; docs/sweeps.md shows the form.",
    });
  }
  const { base, vary, seeds, listed, ...rest } = result.output;
  const named = withSettingNames(REWARD_MODEL_SETTINGS, base, `${where}, base`);
  const plan: SweepPlan = {
    ...rest,
    ...(listed && { listed: listed.map((values, i) => assignmentOf(values, `${where}, listed.${i}`)) }),
    base: checkRewardModelConfig({ ...REWARD_MODEL_DEFAULTS, ...named }, `${where}, base`),
    vary: variationsOf(vary, `${where}, vary`),
    seeds: [...new Set(seeds)],
  };
  checkSpace(plan, where);
  for (const [i, values] of (plan.listed ?? []).entries()) checkAssignment(plan, values, `${where}, listed.${i}`);
  planned(plan);
  return plan;
}

function variationsOf(vary: v.InferOutput<typeof planSchema>["vary"], where: string): Variations {
  const named = Object.entries(withSettingNames(REWARD_MODEL_SETTINGS, vary, where));
  return Object.fromEntries(
    named.map(([field, variation]) => {
      const { when: condition } = variation;
      if (!condition) return [field, variation];
      return [
        field,
        { ...variation, when: withSettingNames(REWARD_MODEL_SETTINGS, condition, `${where}.${field}.when`) },
      ];
    }),
  );
}

function assignmentOf(values: Readonly<Record<string, unknown>>, where: string): Assignment {
  return withSettingNames(REWARD_MODEL_SETTINGS, values, where) as Assignment;
}

/** @throws PlaygroundError naming a field that is not varied, or a value that cannot be trained with */
export function checkAssignment(plan: SweepPlan, values: Assignment, where: string): void {
  const foreign = Object.keys(values).find((field) => !Object.hasOwn(plan.vary, field));
  if (foreign !== undefined) {
    throw new PlaygroundError({
      what: "A configuration has a field that does not vary in this sweep",
      where,
      expected: `fields among ${Object.keys(plan.vary).join(", ")}`,
      found: foreign,
      fix: "Open the space that the configurations were drawn from.",
    });
  }
  checkRewardModelConfig(configOf(plan, values, 0), where);
}

/**
 * The configurations of a plan, in order.
 * @throws PlaygroundError if there are infinitely many
 */
export function planned(plan: SweepPlan): readonly Assignment[] {
  if (plan.listed) return plan.listed;
  const known = drawn.get(plan);
  if (known) return known;
  const count = plan.trials === null ? Number.POSITIVE_INFINITY : Math.ceil(plan.trials / plan.seeds.length);
  const all = configurations(plan, plan.sampler, plan.seed, count);
  drawn.set(plan, all);
  return all;
}

/** Configurations by plan: a page that shows a sweep asks for them whenever a trial ends. */
const drawn = new WeakMap<SweepPlan, readonly Assignment[]>();

/** A part of a sweep: every `of`-th configuration, beginning with number `part` (counted from 1). */
export interface Shard {
  part: number;
  of: number;
}

export const WHOLE: Shard = { part: 1, of: 1 };

/**
 * The trials of a plan, configuration by configuration with all seeds, so that a configuration's trials stay in one
 * shard.
 */
export function trialsOf(plan: SweepPlan, { part, of }: Shard = WHOLE): TrialRequest[] {
  return planned(plan).flatMap((values, configuration) =>
    configuration % of === part - 1 ? replicates(plan, configuration, values, plan.seeds) : [],
  );
}

/** A configuration with each of the seeds, as trial requests. */
export function replicates(
  plan: SweepPlan,
  configuration: number,
  values: Assignment,
  seeds: readonly number[],
): TrialRequest[] {
  return seeds.map((seed) => ({ configuration, seed, values, config: configOf(plan, values, seed) }));
}
