import type { OpenedPolicy } from "../../../engine/evaluation/opened.ts";
import type { RuntimeOptions } from "../../../engine/onnx/session.ts";
import type { StoredPolicy } from "../../../storage/stored-model.ts";
import type { LoadedPolicy, Models } from "../../models.ts";
import type { Handlers } from "../../serve.ts";
import { OpenedRewards } from "./opened-rewards.ts";
import type { SampleShelf } from "./sample-shelf.ts";

type NamedPolicy = OpenedPolicy & { id: string };

/** The worker's handlers for evaluation and best-of-N, loaded at the first request. */
export function evaluationHandlers(
  models: Models,
  runtime: () => RuntimeOptions,
): Pick<Handlers, "evaluate" | "bestOfN"> {
  const rewards = new OpenedRewards(models);
  let shelf: SampleShelf | null = null;

  /** Runs `use` with the chosen policy, or, for null, with the policy that comes with the playground. */
  async function withPolicy<T>(chosen: StoredPolicy | null, use: (policy: NamedPolicy) => Promise<T>): Promise<T> {
    const opened = chosen && (await models.openPolicy(chosen, runtime()));
    try {
      return await use(named(opened ?? models.policy));
    } finally {
      await opened?.lm.release();
    }
  }

  return {
    async evaluate(request, call) {
      const { evaluate } = await import("./evaluation.ts");
      return withPolicy(request.generator, (generator) =>
        rewards.with(request.models, runtime(), (opened) => {
          // An imported reward model may read other tokens than the generator writes, for which there are no generation
          // probabilities.
          const alike = opened.every(({ tokenizer }) => tokenizer.sharesVocabularyWith(generator.tokenizer));
          return evaluate(opened, alike ? generator : null, request, call);
        }),
      );
    },

    async bestOfN(request, call) {
      const [{ bestOfN }, { SampleShelf }] = await Promise.all([import("./best-of-n.ts"), import("./sample-shelf.ts")]);
      shelf ??= new SampleShelf();
      const drawn = shelf;
      return withPolicy(request.policy, (policy) =>
        rewards.with(request.models, runtime(), (opened) => bestOfN(opened, policy, drawn, request, call)),
      );
    },
  };
}

function named({ entry, lm, tokenizer }: LoadedPolicy): NamedPolicy {
  return { id: entry.id, name: entry.name, lm, tokenizer };
}
