import { ProcessPool } from "../src/cli/processes.ts";
import type { Benchmark } from "./benchmark.ts";
import { counted, type Figure, measured } from "./figures.ts";
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
  about: `An ICRM step of a decoder shaped like SmolLM2-135M, random weights: LoRA of rank ${RANK}, ${PAIRS} pairs of ${LENGTH} tokens.`,
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
      measured("ICRM step", seconds("elapsed"), "s", { atMost: 25 }),
      measured("ICRM step, processor time", seconds("processor"), "s"),
      megabytes("arrays alive at once, at most", liveBytes),
      ...(backend === "wasm" ? [megabytes("Wasm heap", heapBytes)] : []),
    ];
  },
};

function megabytes(name: string, bytes: number): Figure {
  return counted(name, Math.round(bytes / 1e6), "MB", { atMost: LIMIT_MB });
}
