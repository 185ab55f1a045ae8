import { PlaygroundError } from "../../../engine/errors.ts";
import { type Example, responsesOf } from "../../../engine/training/pairs.ts";
import type { Weigh } from "../../../engine/training/reward-model.ts";
import type { FromRunWorker, RunChannel, RunQuestion } from "./messages.ts";
import { receivedError, sentError } from "./sent-error.ts";

/** How far a run in a worker is, told with every answer. */
export interface RunProgress {
  step: number;
  done: boolean;
}

interface Waiting {
  resolve(answer: { result: unknown } & RunProgress): void;
  reject(error: Error): void;
}

interface WeighedPairs {
  pairs: readonly Example[];
  weigh: Weigh;
}

/** The other end of a worker that computes runs. */
export class RunWorker {
  readonly #channel: RunChannel;
  readonly #waiting = new Map<number, Waiting>();
  readonly #weighers = new Map<number, WeighedPairs>();
  #asked = 0;
  #death: PlaygroundError | null = null;

  constructor(channel: RunChannel) {
    this.#channel = channel;
    channel.listen(
      (message) => this.#hear(message),
      (reason) => this.#die(reason),
    );
  }

  /** Answers the run's questions about generation probabilities from now on. */
  weighFor(run: number, pairs: readonly Example[], weigh: Weigh): void {
    this.#weighers.set(run, { pairs, weigh });
  }

  /** @throws PlaygroundError as the run does, or where the worker has died */
  ask<Result>(run: number, question: RunQuestion): Promise<{ result: Result } & RunProgress> {
    if (this.#death) return Promise.reject(this.#death);
    const id = this.#asked++;
    const answer = new Promise<{ result: unknown } & RunProgress>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    this.#channel.post({ type: "ask", run, id, question });
    return answer as Promise<{ result: Result } & RunProgress>;
  }

  /** Ends it, with whatever it is at. */
  close(): void {
    this.#channel.close();
    this.#die("it was closed");
  }

  #hear(message: FromRunWorker): void {
    if (message.type === "weigh") {
      void this.#weigh(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === "answer") waiting?.resolve(message);
    else waiting?.reject(receivedError(message.error));
  }

  async #weigh({ run, id, places }: Extract<FromRunWorker, { type: "weigh" }>): Promise<void> {
    const { pairs, weigh } = this.#weighers.get(run) as WeighedPairs;
    try {
      const weighed = await weigh(places.map((place) => pairs[place] as Example));
      const q = weighed.flatMap(responsesOf).map((response) => response.q ?? []);
      this.#channel.post({ type: "weighed", id, q });
    } catch (error) {
      this.#channel.post({ type: "unweighed", id, error: sentError(error) });
    }
  }

  #die(found: string): void {
    this.#death = new PlaygroundError({
      what: "A worker that computed a run ended before its work was done",
      where: "run in a worker of its own",
      expected: "an answer",
      found,
      fix: "Train fewer reward models at once: each worker needs memory of its own.",
    });
    for (const { reject } of this.#waiting.values()) reject(this.#death);
    this.#waiting.clear();
  }
}
