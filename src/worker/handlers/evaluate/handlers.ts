import type { OpenedPolicy } from "../../../engine/evaluation/opened.ts";
import type { StoredPolicy } from "../../../storage/stored-model.ts";
import type { Handlers } from "../../calls.ts";
import type { LoadedPolicy } from "../../models.ts";
import type { EngineParts } from "../../opened-engine.ts";
import { measureBestOfN } from "./best-of-n.ts";
import type { evaluateCalls } from "./calls.ts";
import { evaluateFiles } from "./evaluation.ts";
import { OpenedRewards } from "./opened-rewards.ts";
import { SampleShelf } from "./sample-shelf.ts";

type NamedPolicy = OpenedPolicy & { id: string };

/** Answers the calls of Evaluate and Best-of-N with the models of `engine`. */
export function evaluateHandlers(engine: EngineParts): Handlers<keyof typeof evaluateCalls> {
  const { models } = engine;
  const rewards = new OpenedRewards(models);
  const shelf = new SampleShelf();

  /** Runs `use` with the chosen policy, or, for null, with the policy that comes with the playground. */
  async function withPolicy<T>(chosen: StoredPolicy | null, use: (policy: NamedPolicy) => Promise<T>): Promise<T> {
    const opened = chosen && (await models.openPolicy(chosen, engine.runtime));
    try {
      return await use(named(opened ?? models.policy));
    } finally {
      await opened?.lm.release();
    }
  }

  return {
    evaluate: (request, call) =>
      withPolicy(request.generator, (generator) =>
        rewards.with(request.models, engine.runtime, (opened) => {
          // An imported reward model may read other tokens than the generator writes, for which there are no generation
          // probabilities.
          const alike = opened.every(({ tokenizer }) => tokenizer.sharesVocabularyWith(generator.tokenizer));
          return evaluateFiles(opened, alike ? generator : null, request, call);
        }),
      ),

    bestOfN: (request, call) =>
      withPolicy(request.policy, (policy) =>
        rewards.with(request.models, engine.runtime, (opened) => measureBestOfN(opened, policy, shelf, request, call)),
      ),
  };
}

function named({ entry, lm, tokenizer }: LoadedPolicy): NamedPolicy {
  return { id: entry.id, name: entry.name, lm, tokenizer };
}
