import type { HeldOutEvaluation, SignalRecording } from "../../../engine/training/run-history.ts";
import type { StepMetrics } from "../../../engine/training/trainer.ts";
import { TELL_EVERY_MS } from "../../../flows/stage-reporter.ts";
import type { HistoryRow } from "../../../flows/train/keeping.ts";
import type { TrainingNews } from "../../../flows/train/news.ts";
import type { RunUpdate, SignalFrame, TrainingEvent } from "../../training-records.ts";
import { Curves } from "./curves.ts";

/** The news of a run that the page has not received yet. */
interface Untold {
  step: number;
  curves: Curves;
  evaluations: HeldOutEvaluation[];
}

/** Collects the news of a training and sends them to the page from time to time. */
export class UpdateStream {
  readonly #emit: (event: TrainingEvent) => void;
  readonly #runs = new Map<string, Untold>();
  #frames: SignalFrame[] = [];
  #secondsLeft: number | null = null;
  #lastEmitted = 0;

  constructor(emit: (event: TrainingEvent) => void) {
    this.#emit = emit;
  }

  hear(news: TrainingNews): void {
    switch (news.type) {
      case "adapted":
        return;
      case "begun": {
        const curves = new Curves();
        for (const row of news.rows) curves.push(curveOf(row));
        this.#runs.set(news.run, { step: news.step, curves, evaluations: [...news.history.evaluations] });
        this.#record(news.run, news.history.allRecordings);
        return;
      }
      case "stepped":
        this.#stepped(news.run, news.row, news.evaluation);
        return;
      case "recorded":
        this.#record(news.run, news.recordings);
        return;
      case "paced":
        this.#secondsLeft = news.secondsLeft;
        if (performance.now() - this.#lastEmitted >= TELL_EVERY_MS) this.#flush();
        return;
      case "resting":
        this.#flush();
        return;
      default:
        this.#emit(news);
    }
  }

  #stepped(id: string, row: HistoryRow, evaluation: HeldOutEvaluation | null): void {
    const run = this.#runs.get(id);
    if (!run) return;
    run.curves.push(curveOf(row));
    run.step = row.step;
    if (evaluation) run.evaluations.push(evaluation);
  }

  #record(run: string, recordings: readonly SignalRecording[]): void {
    this.#frames.push(...recordings.map((recording) => ({ ...recording, run })));
  }

  #flush(): void {
    this.#lastEmitted = performance.now();
    const runs: Record<string, RunUpdate> = {};
    for (const [id, run] of this.#runs) {
      runs[id] = { step: run.step, curves: run.curves.takePatch(), evaluations: run.evaluations };
      run.evaluations = [];
    }
    this.#emit({ type: "update", runs, frames: this.#frames, secondsLeft: this.#secondsLeft });
    this.#frames = [];
  }
}

/** The metrics of a step without held-out figures, which are sent with their rewards. */
function curveOf({ "heldout/accuracy": _, "heldout/margin": __, ...metrics }: HistoryRow): StepMetrics {
  return metrics as StepMetrics;
}
