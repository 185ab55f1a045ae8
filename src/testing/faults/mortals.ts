import { TrialWorker } from "../../engine/sweep/trial-worker.ts";
import { workerChannel } from "../../worker/channel.ts";
import { EngineClient } from "../../worker/client.ts";
import type { SweepSetup } from "../../worker/handlers/sweep/materials.ts";
import { watched } from "../../worker/life.ts";

/** What a worker does again and again, and what can be taken from it meanwhile: a GPU is sent commands, a memory grows. */
export type MortalEvent = "submit" | "growth";

/** How a worker is harmed at its event with this number, counted from 1; the GPU's process is killed by the page's host. */
export interface Doom {
  event: MortalEvent;
  at: number;
  by: "device.destroy" | "killed process" | "refused memory";
}

/** What a worker's name tells it: on which channel it is heard and harmed. */
export interface MortalName {
  channel: string;
  doom: Doom | null;
}

interface Passed {
  type: "passed";
  event: MortalEvent;
  isDue: boolean;
}

/** The page's workers, which a test ends as the system does, or takes the GPU or the memory from. */
export class Mortals {
  readonly client = new EngineClient(() => this.#born(engineWorker));
  /** How often each event has come to pass since the last `doom`. */
  readonly passed = { submit: 0, growth: 0 };
  readonly #living = new Map<BroadcastChannel, Worker>();
  readonly #onDue: (doom: Doom) => void;
  /** What happens to a worker that is born next; only one worker is harmed. */
  #next: Doom | null = null;
  #doom: Doom | null = null;
  #saysAlive = () => {};
  #alive = this.#birth();

  /** @param onDue called when a worker has come to the event that it is harmed at */
  constructor(onDue: (doom: Doom) => void = () => {}) {
    this.#onDue = onDue;
  }

  /** Resolves when a worker has said that it lives: the page is told of the end of such a worker only. */
  get alive(): Promise<void> {
    return this.#alive;
  }

  /** A worker for trials of a sweep. */
  trialWorker(setup: SweepSetup): TrialWorker {
    return new TrialWorker<SweepSetup>(workerChannel(this.#born(sweepWorker)), setup);
  }

  /** Counts from here, and harms the worker that lives, or the next one, at its event; null harms none. */
  async doom(doom: Doom | null): Promise<void> {
    this.#doom = doom;
    this.#next = this.#living.size > 0 ? null : doom;
    for (const channel of this.#living.keys()) {
      const answer = new Promise<void>((resolve) => {
        channel.addEventListener("message", ({ data }) => data.type === "doomed" && resolve());
      });
      channel.postMessage({ doom });
      await answer;
    }
    Object.assign(this.passed, { submit: 0, growth: 0 });
  }

  /** Ends every worker. The page is not told, as when the system takes their memory. */
  kill(): void {
    for (const worker of this.#living.values()) Worker.prototype.terminate.call(worker);
    this.#forget();
  }

  /** Ends every worker as the page does. */
  close(): void {
    this.client.restart();
    for (const worker of this.#living.values()) worker.terminate();
    this.#forget();
  }

  #forget(): void {
    for (const channel of this.#living.keys()) channel.close();
    this.#living.clear();
    this.#next = null;
    this.#alive = this.#birth();
  }

  #birth(): Promise<void> {
    return new Promise((resolve) => {
      this.#saysAlive = resolve;
    });
  }

  #born(spawn: (name: string) => Worker): Worker {
    const name: MortalName = { channel: crypto.randomUUID(), doom: this.#next };
    this.#next = null;
    const channel = new BroadcastChannel(name.channel);
    channel.addEventListener("message", ({ data }: MessageEvent<Passed>) => {
      if (data.type !== "passed") return;
      this.passed[data.event] += 1;
      if (data.isDue && this.#doom) this.#onDue(this.#doom);
    });
    const worker = spawn(JSON.stringify(name));
    worker.addEventListener("message", ({ data }) => data.type === "alive" && this.#saysAlive());
    const terminate = watched(worker).terminate;
    worker.terminate = () => {
      this.#living.delete(channel);
      channel.close();
      terminate();
    };
    this.#living.set(channel, worker);
    return worker;
  }
}

const engineWorker = (name: string) =>
  new Worker(new URL("./mortal.worker.ts", import.meta.url), { type: "module", name });
const sweepWorker = (name: string) =>
  new Worker(new URL("./mortal-sweep.worker.ts", import.meta.url), { type: "module", name });
