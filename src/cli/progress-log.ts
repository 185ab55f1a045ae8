import { log } from "./output.ts";

/** Writes the progress of a stage to stderr, at every tenth of it. */
export class ProgressLog {
  #last = "";

  readonly tell = ({ stage, model, done, of }: { stage: string; model: string | null; done: number; of: number }) => {
    const what = model === null ? stage : `${stage} of ${model}`;
    const tenth = `${what} ${Math.floor((10 * done) / of)}`;
    if (tenth !== this.#last) log(`${what}: ${done} of ${of}`);
    this.#last = tenth;
  };
}
