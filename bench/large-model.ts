import { ProcessPool } from "../src/cli/processes.ts";
import type { Benchmark } from "./benchmark.ts";
import { counted, type Figure, measured } from "./figures.ts";
import { withPage } from "./in-page.ts";
import type { LargeModelRequest, LargeModelSteps } from "./large-model.worker.ts";
import type { LargeModel, LargeModelSetup } from "./large-model-process.ts";

const PAIRS = 2;
const LENGTH = 256;
const RANK = 8;
const STEPS = 2;

/** The limit of memory for training from a real checkpoint. */
const LIMIT_MB = 1500;

/** Measures the memory and time of training a reward model from a checkpoint of a real shape. */
export const largeModel: Benchmark = {
  name: "large-model",
  about: `An ICRM step of a decoder shaped like SmolLM2-135M, random weights: LoRA of rank ${RANK}, ${PAIRS} pairs of ${LENGTH} tokens. In Node on one thread; in a worker of Chromium, as on the Train page, on one for every core, with fused multiply-add.`,
  async run({ device: { backend } }) {
    const setup: LargeModelSetup = { backend, pairs: PAIRS, length: LENGTH, rank: RANK };
    const pool = new ProcessPool<LargeModel>(new URL("./large-model-process.ts", import.meta.url), 1, setup);
    // The first step compiles.
    await pool.ask("step");
    const steps: Awaited<ReturnType<LargeModel["step"]>>[] = [];
    for (let step = 0; step < STEPS; step++) steps.push(await pool.ask("step"));
    const seconds = (of: "elapsed" | "processor") => steps.map((step) => step[of] / 1000);
    const { liveBytes, heapBytes } = await pool.ask("peak");
    pool.close();
    return [
      measured("Node, ICRM step", seconds("elapsed"), "s", { atMost: 25 }),
      measured("Node, ICRM step, processor time", seconds("processor"), "s"),
      megabytes("Node, arrays alive at once, at most", liveBytes),
      ...(backend === "wasm" ? [megabytes("Node, Wasm heap", heapBytes), ...(await inPage())] : []),
    ];
  },
};

/** The same steps on Wasm in a worker of a page. */
async function inPage(): Promise<Figure[]> {
  const request: LargeModelRequest = { pairs: PAIRS, length: LENGTH, rank: RANK, steps: STEPS };
  const { times, heapBytes } = await withPage((call) =>
    call<LargeModelSteps>("large-model-in-page.ts", "timeLargeModel", request),
  );
  const seconds = times.map((milliseconds) => milliseconds / 1000);
  return [measured("Chromium, ICRM step", seconds, "s", { atMost: 25 }), megabytes("Chromium, Wasm heap", heapBytes)];
}

function megabytes(name: string, bytes: number): Figure {
  return counted(name, Math.round(bytes / 1e6), "MB", { atMost: LIMIT_MB });
}
