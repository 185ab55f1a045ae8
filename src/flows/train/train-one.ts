import { PlaygroundError, type ProblemReport } from "../../engine/errors.ts";
import { Gate } from "../gate.ts";
import type { RunOutcome } from "./keeping.ts";
import type { DataShare, RunPlan } from "./plan.ts";
import type { RunMaterials } from "./run-materials.ts";
import { trainRewardModels } from "./train.ts";
import { unkept } from "./unkept.ts";

/**
 * Trains one reward model from start to end without keeping anything of it.
 * @param use reads the trained run, which is let go of afterwards
 * @returns what `use` returns
 * @throws PlaygroundError as `trainRewardModels` does, or if the run diverges; and whatever `use` throws
 */
export async function trainOne<T>(
  materials: RunMaterials,
  run: Omit<RunPlan, "resume">,
  share: DataShare,
  use: (outcome: RunOutcome) => Promise<T>,
): Promise<T> {
  let used: Promise<T> | null = null;
  let failure: ProblemReport | null = null;
  const keeping = unkept(() => ({
    async finish(outcome) {
      used = use(outcome);
      // Whoever awaits the training hears of an error; a saver that fails would only be asked again.
      await used.catch(() => {});
    },
    async fail(report) {
      failure = report;
    },
  }));
  // Nothing is followed, so nothing is ever recorded.
  const plan = { ...share, runs: [{ ...run, resume: null }], generator: null, recordEvery: run.config.steps };
  const signal = new AbortController().signal;
  await trainRewardModels(materials, plan, { keeping, arrangement: "in turn", gate: new Gate(), signal, tell() {} });
  if (failure) throw new PlaygroundError(failure);
  return used as unknown as Promise<T>;
}
