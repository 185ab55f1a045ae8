import type { BestOfNView } from "../../../state/best-of-n-view.ts";
import type { StoredPolicy } from "../../../storage/stored-model.ts";
import type { RequestOf } from "../../../worker/calls.ts";
import type { ChosenModels, NamedDataFile } from "../../../worker/evaluation-records.ts";

/** The models and files that a measurement can use. */
export interface BestOfNSources {
  models: ChosenModels;
  /** What can write in place of the playground's policy. */
  policies: readonly StoredPolicy[];
  training: NamedDataFile;
}

/** The request to the engine. */
export function bestOfNRequest(
  { policy: wanted, problems, samples, temperature, seed }: BestOfNView,
  { models, policies, training }: BestOfNSources,
): RequestOf<"bestOfN"> {
  const policy = policies.find(({ id }) => id === wanted);
  return {
    kind: "bestOfN",
    models,
    policy: policy ? { id: policy.id, name: policy.name } : null,
    problems,
    samples,
    n: doublings(samples),
    temperature,
    seed,
    training: [training],
  };
}

/** The numbers 1, 2, 4, … up to `end`. */
function doublings(end: number): number[] {
  return Array.from({ length: Math.floor(Math.log2(end)) + 1 }, (_, i) => 2 ** i);
}
