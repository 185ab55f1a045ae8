import { runtimeOptions } from "../src/cli/models.ts";
import { ProcessPool } from "../src/cli/processes.ts";
import { checkpointTokenizer } from "../src/engine/tokenizer/checkpoint-tokenizer.ts";
import { wordProblems } from "../src/engine/world/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { loadPolicy } from "./embedded-policy.ts";
import type { LargeGeneration } from "./generation-process.ts";
import { openWriters, writingFigures } from "./writers.ts";

const TOKENS = 64;

/** Measures prefill and decoding by the engine, traces and sampling included, against a bare loop and transformers.js. */
export const generation: Benchmark = {
  name: "generation",
  about: `The embedded policy reads a prompt and writes ${TOKENS} tokens: engine/policy beside a bare onnxruntime-web loop and \`generate\` of transformers.js on the same graph.`,
  async run({ device }) {
    const policy = await loadPolicy();
    const [problem] = wordProblems.problems({ split: "test", n: 1, seed: 0 });
    const promptIds = checkpointTokenizer(policy).encode(problem?.prompt ?? "");
    const writers = await openWriters(policy, await runtimeOptions(device));
    const figures = await writingFigures(writers, { promptIds, tokens: TOKENS, prompts: 16, responses: 4, rounds: 16 });
    await writers.release();
    return figures;
  },
};

const PLAN = { prompt: 32, tokens: 9, rounds: 5 };

/** Measures generation by a decoder of 135 million parameters. */
export const largeGeneration: Benchmark = {
  name: "large-generation",
  about: `The same with a decoder shaped like SmolLM2-135M, random weights, float32 on Wasm, one thread: ${PLAN.prompt} tokens read, ${PLAN.tokens} written.`,
  async run() {
    const pool = new ProcessPool<LargeGeneration>(new URL("./generation-process.ts", import.meta.url), 1, null);
    const figures = await pool.ask("measure", PLAN);
    pool.close();
    return figures;
  },
};
