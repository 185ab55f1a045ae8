import * as v from "valibot";
import type { DeviceReport } from "../../../engine/device.ts";
import type { ValueEstimate, ValueSettings } from "../../../engine/evaluation/values.ts";
import type { GenerationSettings } from "../../../engine/policy/generate.ts";
import {
  atLeastOne,
  call,
  chosenPolicy,
  count,
  counts,
  device,
  finite,
  list,
  object,
  storedModels,
  text,
} from "../../call-type.ts";
import type {
  ExampleProblem,
  LoadedModels,
  LoadProgress,
  PromptReading,
  TokenStep,
  Trajectory,
  Unread,
  ValueProgress,
} from "../../records.ts";

const sampling = object<GenerationSettings>({
  temperature: v.pipe(finite, v.minValue(0)),
  topK: count,
  topP: v.pipe(finite, v.gtValue(0), v.maxValue(1)),
  seed: count,
  maxTokens: count,
});

/** The calls of Explore, and those that choose the models of any page that reads or writes responses. */
export const exploreCalls = {
  /** Chooses the device of the frozen models. Must be the first request. */
  start: call({ device }).answers<DeviceReport>(),

  /**
   * Loads every model of `<folder>/index.json`; a model that cannot be loaded is reported, and the one before it stays.
   */
  loadModels: call({
    /** Absolute address of the folder, with a slash at its end. */
    folder: text,
  }).answers<LoadedModels, LoadProgress>(),

  /** Samples a response, with one event per token. If cancelled, resolves with the tokens written so far. */
  generate: call({
    prompt: text,
    settings: sampling,
    /** Response tokens that are given; generation continues after them. */
    prefix: counts,
  }).answers<Trajectory, TokenStep>(),

  /** Completes a typed problem of the embedded world with its title and labels. */
  completePrompt: call({ prompt: text }).answers<PromptReading>(),

  /** Teacher forcing: the trajectory of a given response. Judges that cannot read it are told, and give no rewards. */
  score: call({
    prompt: text,
    settings: sampling,
    response: counts,
    /** The text of the tokens, if known: a policy for which the tokens have another text did not write them. */
    text: v.exactOptional(text),
    /** Whether judges of texts read every token, and not the ends of steps alone. */
    everyToken: v.exactOptional(v.boolean()),
  }).answers<Trajectory, Unread>(),

  /**
   * Measures values of a response by roll-outs of the policy, with one event per estimate. If cancelled, resolves with
   * the estimates so far.
   */
  measureValues: call({
    prompt: text,
    response: counts,
    points: v.picklist(["steps", "tokens"]),
    settings: object<ValueSettings>({ rollouts: atLeastOne, maxTokens: count, seed: count }),
    /** Estimates of prefixes of this response that need not be measured. */
    known: list(object<ValueEstimate>()),
  }).answers<ValueEstimate[], ValueProgress>(),

  /**
   * Chooses which trained reward models of this browser judge beside those of the index: missing ones are loaded,
   * others released. Models that cannot be loaded are reported.
   */
  chooseStored: call({ models: storedModels }).answers<LoadedModels>(),

  /** Chooses the policy that answers from now on. */
  choosePolicy: call({ policy: chosenPolicy }).answers<LoadedModels>(),

  /** Lets trained reward models judge texts that answer a prompt; each result has rewards by the models' ids. */
  judgeTexts: call({ models: storedModels, prompt: text, responses: list(text) }).answers<Trajectory[]>(),

  /** Example problems of every story of the embedded world, `count` of each. */
  problems: call({ count, seed: count }).answers<ExampleProblem[]>(),
};
