import type { Gate } from "../gate.ts";
import type { Keeping } from "./keeping.ts";
import type { TrainingNews } from "./news.ts";
import type { RunWorkers } from "./workers/messages.ts";

/** What a host does for a training: keeps runs, receives news, pauses and stops. */
export interface TrainingHost {
  keeping: Keeping;
  /** For runs to be computed at the same time; null: they take turns in this thread. */
  workers: RunWorkers | null;
  /** Lets Pause, Resume and Step hold the training. */
  gate: Gate;
  /** Aborted to end the training after the current step. */
  signal: AbortSignal;
  tell(news: TrainingNews): void;
}
