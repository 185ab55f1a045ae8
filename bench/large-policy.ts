import { ProcessPool } from "../src/cli/processes.ts";
import type { Benchmark } from "./benchmark.ts";
import { counted, measured } from "./figures.ts";
import type { LargePolicy } from "./large-policy-process.ts";

const TOKENS = 8;
const PROMPT = 128;

/** Measures what running the largest policy of the Models page's short list takes. */
export const largePolicy: Benchmark = {
  name: "large-policy",
  about: `A policy shaped like Qwen3-0.6B, float32 on Wasm: opened, ${PROMPT} tokens read, ${TOKENS} written one by one.`,
  async run() {
    const pool = new ProcessPool<LargePolicy>(new URL("./large-policy-process.ts", import.meta.url), 1, null);
    const { weights, opening, reading, writing, heap } = await pool.ask("measure", { prompt: PROMPT, tokens: TOKENS });
    pool.close();
    return [
      counted("Wasm heap ÷ weights", heap / weights, "×", { atMost: 1.25 }),
      counted("Wasm heap", Math.round(heap / 1e6), "MB"),
      counted("opening", opening / 1000, "s"),
      counted("reading the prompt", reading / 1000, "s"),
      measured(
        "a token",
        writing.map((time) => time / 1000),
        "s",
      ),
    ];
  },
};
