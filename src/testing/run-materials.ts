import type { Checkpoint } from "../engine/checkpoint/checkpoint.ts";
import type { Example } from "../engine/training/pairs.ts";
import { firstOf, type RunMaterials } from "../flows/train/run-materials.ts";

/** The materials of trainings on examples that need no generator. */
export function materialsOf(base: Checkpoint, pairs: readonly Example[], heldOut = pairs): RunMaterials {
  const examples: RunMaterials["examples"] = (share) => ({
    pairs: firstOf(pairs, share.pairs),
    heldOut: firstOf(heldOut, share.heldOut),
  });
  return {
    ...{ base, examples },
    of: async (configs, share) => configs.map(() => ({ base, ...examples(share), padTokenId: 0 })),
    followed: async () => [],
    keepProbabilities: async () => {},
  };
}
