import type { Gate } from "../gate.ts";
import type { Keeping } from "./keeping.ts";
import type { TrainingNews } from "./news.ts";
import type { RunWorkers } from "./workers/messages.ts";

/** A population is begun anew, of configs with one `populationKey`. */
export type RunArrangement = "in turn" | "population" | RunWorkers;

/** What a host does for a training: keeps runs, receives news, pauses and stops. */
export interface TrainingHost {
  keeping: Keeping;
  /** How several runs are computed: they take turns in this thread, have workers at the same time, or are one program. */
  arrangement: RunArrangement;
  /** Lets Pause, Resume and Step hold the training. */
  gate: Gate;
  /** Aborted to end the training after the current step. */
  signal: AbortSignal;
  tell(news: TrainingNews): void;
  /** Whether a run ends before its last step; asked after each of its steps. Left out, none does. */
  endsEarly?(run: string): boolean;
}
