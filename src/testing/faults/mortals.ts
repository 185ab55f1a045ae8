import { TrialWorker } from "../../engine/sweep/trial-worker.ts";
import { workerChannel } from "../../worker/channel.ts";
import { EngineClient } from "../../worker/client.ts";
import type { SweepSetup } from "../../worker/handlers/sweep/materials.ts";
import { watched } from "../../worker/life.ts";

/** The page's workers, which a test ends as the system does, or takes the GPU from. */
export class Mortals {
  readonly client = new EngineClient(() => this.#born(engineWorker));
  readonly #living = new Map<string, Worker>();
  #saysAlive = () => {};
  /** Resolves when the first worker has said that it lives. */
  readonly alive = new Promise<void>((resolve) => {
    this.#saysAlive = resolve;
  });

  /** A worker for trials of a sweep. */
  trialWorker(setup: SweepSetup): TrialWorker {
    return new TrialWorker<SweepSetup>(workerChannel(this.#born(sweepWorker)), setup);
  }

  /** Ends every worker. The page is not told, as when the system takes their memory. */
  kill(): void {
    for (const worker of this.#living.values()) Worker.prototype.terminate.call(worker);
    this.#living.clear();
  }

  /** Destroys the GPU devices of every worker. */
  loseDevices(): void {
    for (const name of this.#living.keys()) new BroadcastChannel(name).postMessage("lost");
  }

  /** Refuses further memory to every worker on Wasm. */
  refuseMemory(): void {
    for (const name of this.#living.keys()) new BroadcastChannel(name).postMessage("full");
  }

  /** Ends every worker as the page does. */
  close(): void {
    this.client.restart();
    for (const worker of this.#living.values()) worker.terminate();
    this.#living.clear();
  }

  #born(spawn: (name: string) => Worker): Worker {
    const name = crypto.randomUUID();
    const worker = spawn(name);
    worker.addEventListener("message", ({ data }) => data.type === "alive" && this.#saysAlive());
    this.#living.set(name, worker);
    return watched(worker);
  }
}

const engineWorker = (name: string) =>
  new Worker(new URL("./mortal.worker.ts", import.meta.url), { type: "module", name });
const sweepWorker = (name: string) =>
  new Worker(new URL("./mortal-sweep.worker.ts", import.meta.url), { type: "module", name });
