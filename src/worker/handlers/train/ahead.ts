import { closeAhead, openAhead, type RunsAhead } from "../../../flows/train/ahead.ts";
import type { TrainingMaterials } from "../../../flows/train/materials.ts";
import type { TrainingPlan } from "../../../flows/train/plan.ts";
import type { RunWorkers } from "../../../flows/train/workers/messages.ts";

/** The runs that a training worker has opened, or is opening, before a person begins their training. */
export class TrainingAhead {
  #opening: { plan: TrainingPlan; runs: Promise<RunsAhead | null>; stopper: AbortController } | null = null;

  /** Opens the runs of a plan in place of those that are open. Whatever keeps them from opening, their training will say. */
  async open(materials: TrainingMaterials, plan: TrainingPlan, workers: RunWorkers): Promise<void> {
    await this.closeOthers(plan);
    if (!this.#opening) {
      const stopper = new AbortController();
      const runs = openAhead(materials, plan, workers, stopper.signal).catch(() => null);
      this.#opening = { plan, runs, stopper };
    }
    await this.#opening.runs;
  }

  /** Hands the runs over, once they are open; null if there are none, or their workers have ended meanwhile. */
  async take(): Promise<RunsAhead | null> {
    const runs = await this.#opening?.runs;
    if (!runs?.planned.places.alive) {
      await this.close();
      return null;
    }
    this.#opening = null;
    return runs;
  }

  /** Closes the runs of any other plan. */
  async closeOthers(plan: TrainingPlan): Promise<void> {
    if (this.#opening && keyOf(this.#opening.plan) !== keyOf(plan)) await this.close();
  }

  /** Closes runs that read the probabilities of another generator, before it is released. */
  async closeWithout(generator: string | null): Promise<void> {
    if (this.#opening && this.#opening.plan.generator !== generator) await this.close();
  }

  /** Closes the runs; those that are still being opened end at once. */
  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    opening?.stopper.abort();
    const runs = await opening?.runs;
    if (runs) await closeAhead(runs);
  }
}

/** Plans with the same key have the same runs; what they are called and how often they are recorded does not matter. */
function keyOf({ runs, generator, pairs, heldOut }: TrainingPlan): string {
  return JSON.stringify([runs.map(({ id, config, resume }) => [id, config, resume]), generator, pairs, heldOut]);
}
