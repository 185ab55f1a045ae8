import type { RuntimeOptions } from "../../engine/onnx/session.ts";
import type { LoadedPolicy, Models } from "../models.ts";
import { OpenedRewards } from "../opened-rewards.ts";
import type { Handlers } from "../serve.ts";
import type { SampleShelf } from "./sample-shelf.ts";

/** What a worker answers about many records at once; a worker that is not asked loads none of it. */
export function evaluationHandlers(
  models: Models,
  runtime: () => RuntimeOptions,
): Pick<Handlers, "evaluate" | "bestOfN"> {
  const rewards = new OpenedRewards(models);
  let shelf: SampleShelf | null = null;
  return {
    async evaluate(request, call) {
      const { evaluate } = await import("./evaluation.ts");
      const policy = named(models.policy);
      return rewards.with(request.models, runtime(), (opened) => {
        // Reward models that were brought in may read other tokens: nobody can say with which probability it wrote those.
        const alike = opened.every(({ tokenizer }) => tokenizer.sharesVocabularyWith(policy.tokenizer));
        return evaluate(opened, alike ? policy : null, request, call);
      });
    },

    async bestOfN(request, call) {
      const [{ bestOfN }, { SampleShelf }] = await Promise.all([import("./best-of-n.ts"), import("./sample-shelf.ts")]);
      shelf ??= new SampleShelf();
      const drawn = shelf;
      const tuned = request.policy && (await models.openPolicy(request.policy, runtime()));
      try {
        const policy = named(tuned ?? models.policy);
        return await rewards.with(request.models, runtime(), (opened) => bestOfN(opened, policy, drawn, request, call));
      } finally {
        await tuned?.lm.release();
      }
    },
  };
}

function named({ entry, lm, tokenizer }: LoadedPolicy) {
  return { id: entry.id, name: entry.name, lm, tokenizer };
}
