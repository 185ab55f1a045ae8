import * as v from "valibot";
import { PlaygroundError } from "../errors.ts";
import { EDGE_SCORES, EDGE_WEIGHTS } from "../losses/edge-kinds.ts";
import { type DpoConfig, POLICY_TUNINGS } from "./dpo-config.ts";
import { METHODS, type RewardModelConfig, TUNINGS } from "./reward-model-config.ts";
import { AFTER_ERROR } from "./step-labels.ts";

const whole = (least: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(least));
/** What a stream of random numbers begins with has 32 bits. */
const seed = v.pipe(whole(0), v.maxValue(2 ** 32 - 1));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const above0 = v.pipe(v.number(), v.finite(), v.gtValue(0));
const atLeast0 = v.pipe(v.number(), v.finite(), v.minValue(0));
const smoothing = v.pipe(v.number(), v.minValue(0), v.ltValue(0.5));

/** As a tensor's name has it; addresses write several with commas between them. */
const matrixName = v.pipe(v.string(), v.regex(/^[\w.]+$/, "the name of a matrix"));

const lora = { loraRank: whole(1), loraAlpha: above0, loraTargets: v.array(matrixName) };
const optimisation = {
  batchSize: whole(1),
  accumulation: whole(1),
  learningRate: above0,
  warmupRatio: share,
  finalRatio: share,
  weightDecay: atLeast0,
  maxGradNorm: above0,
  evaluateEvery: whole(1),
  patience: whole(0),
  seed,
};

const rewardModelConfig = v.strictObject({
  method: v.picklist(METHODS),
  rho: share,
  edgeScore: v.picklist(EDGE_SCORES),
  edgeWeight: v.picklist(EDGE_WEIGHTS),
  baseline: v.picklist(["response", "row"]),
  afterError: v.picklist(AFTER_ERROR),
  generatorTemperature: above0,
  generatorTopP: v.pipe(share, v.gtValue(0)),
  generatorSteps: whole(0),
  generatorLearningRate: above0,
  weightRatio: share,
  labelSmoothing: smoothing,
  centering: atLeast0,
  tuning: v.picklist(TUNINGS),
  ...lora,
  trainableLayers: whole(1),
  steps: whole(1),
  ...optimisation,
});

const dpoConfig = v.strictObject({
  beta: above0,
  labelSmoothing: smoothing,
  tuning: v.picklist(POLICY_TUNINGS),
  ...lora,
  epochs: whole(1),
  ...optimisation,
});

/**
 * A training config from outside: a file, the address, a form.
 * @throws PlaygroundError naming the first field that cannot be, what was expected and what was found
 */
export function checkRewardModelConfig(input: unknown, where: string): RewardModelConfig {
  return checkConfig(rewardModelConfig, input, where);
}

/**
 * A config of direct preference optimisation from outside.
 * @throws PlaygroundError as above, and where β is 0, under which the loss would be log 2 whatever the policy does
 */
export function checkDpoConfig(input: unknown, where: string): DpoConfig {
  if ((input as Partial<DpoConfig> | null)?.beta !== 0) return checkConfig(dpoConfig, input, where);
  throw new PlaygroundError({
    what: "With β = 0 the loss does not depend on the policy, so nothing would be learned",
    where: `${where}, beta`,
    expected: "a number above 0",
    found: "0",
    fix: "Take 0.1 as the paper does; smaller values let the policy go further from its reference.",
  });
}

function checkConfig<Schema extends v.GenericSchema>(schema: Schema, input: unknown, where: string) {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new PlaygroundError({
    what: "The training config has a field that cannot be used",
    where: `${where}, ${v.getDotPath(issue) ?? "config"}`,
    expected: issue.expected ?? "another value",
    found: issue.received,
    fix: "Correct or remove the field.",
  });
}
