import { PlaygroundError } from "../../../engine/errors.ts";
import type { FromRunWorker, Given, PolicyQuestion, RunChannel, RunNeed, RunQuestion } from "./messages.ts";
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

/** Gives a run what its batches need. */
export type Giver = (need: RunNeed) => Promise<Given[keyof Given]>;

/** The other end of a worker that computes runs. */
export class RunWorker {
  readonly #channel: RunChannel;
  readonly #waiting = new Map<number, Waiting>();
  readonly #givers = new Map<number, Giver>();
  /** The end of what was asked last. */
  #last: Promise<unknown> = Promise.resolve();
  #asked = 0;
  #released = false;
  #death: PlaygroundError | null = null;

  constructor(channel: RunChannel) {
    this.#channel = channel;
    channel.listen(
      (message) => this.#hear(message),
      (reason) => this.#die(reason),
    );
  }

  /** Whether the worker can be asked: it has not ended, and was not given back. */
  get alive(): boolean {
    return this.#death === null;
  }

  /** Gives a run what its batches need from now on. */
  giveTo(run: number, giver: Giver): void {
    this.#givers.set(run, giver);
  }

  /** @throws PlaygroundError as the run does, or where the worker has died */
  ask<Result>(run: number, question: RunQuestion | PolicyQuestion): Promise<{ result: Result } & RunProgress> {
    if (this.#death) return Promise.reject(this.#death);
    const id = this.#asked++;
    const answer = new Promise<{ result: unknown } & RunProgress>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    this.#channel.post({ type: "ask", run, id, question });
    this.#last = Promise.allSettled([this.#last, answer]);
    return answer as Promise<{ result: Result } & RunProgress>;
  }

  /** Gives it back when it has answered everything, unless it has died. */
  async release(): Promise<void> {
    await this.#last;
    if (this.#death) return;
    this.#released = true;
    this.#channel.release();
    this.#die("it was given back");
  }

  /** Ends the worker and the work it is doing; one that was given back is somebody else's. */
  close(): void {
    if (this.#released) return;
    this.#channel.close();
    this.#die("it was closed");
  }

  #hear(message: FromRunWorker): void {
    if (message.type === "need") {
      void this.#give(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === "answer") waiting?.resolve(message);
    else waiting?.reject(receivedError(message.error));
  }

  async #give({ run, id, need }: Extract<FromRunWorker, { type: "need" }>): Promise<void> {
    const giver = this.#givers.get(run) as Giver;
    try {
      this.#channel.post({ type: "given", id, given: await giver(need) });
    } catch (error) {
      this.#channel.post({ type: "refused", id, error: sentError(error) });
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
