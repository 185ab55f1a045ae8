import type { BestOfNView } from "../../../state/best-of-n-view.ts";
import type { StoredPolicy } from "../../../storage/stored-model.ts";
import type { ChosenModels, NamedFile } from "../../../worker/evaluation-records.ts";
import type { BestOfNRequest } from "../../../worker/requests.ts";

/** What there is to measure with. */
export interface BestOfNMaterial {
  models: ChosenModels;
  /** What can write in place of the policy of the playground. */
  policies: readonly StoredPolicy[];
  training: NamedFile;
}

/** What the engine is asked for. */
export function requestOf(
  { policy: wanted, problems, samples, temperature, seed }: BestOfNView,
  { models, policies, training }: BestOfNMaterial,
): BestOfNRequest {
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

/** 1, 2, 4, … up to an end. */
function doublings(end: number): number[] {
  return Array.from({ length: Math.floor(Math.log2(end)) + 1 }, (_, i) => 2 ** i);
}
