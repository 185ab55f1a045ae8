import type { Gate } from "../gate.ts";
import type { Keeping } from "./keeping.ts";
import type { TrainingNews } from "./news.ts";
import type { RunWorkers } from "./workers/messages.ts";

/** Who waits for a training, holds it up, keeps what comes of it, and hears of it. */
export interface TrainingHost {
  keeping: Keeping;
  /** For runs to be computed at the same time; null: they take turns in this thread. */
  workers: RunWorkers | null;
  /** Pause, Resume and Step. */
  gate: Gate;
  /** Ends the training after the present step. */
  signal: AbortSignal;
  tell(news: TrainingNews): void;
}
