import { runtimeOptions } from "../src/cli/models.ts";
import { measureValues, valuePositions } from "../src/engine/evaluation/values.ts";
import { MAX_RESPONSE_TOKENS } from "../src/engine/policy/generate.ts";
import { openCausalLM } from "../src/engine/policy/onnx-causal-lm.ts";
import { checkpointTokenizer } from "../src/engine/tokenizer/checkpoint-tokenizer.ts";
import { wordProblems } from "../src/engine/world/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { loadPolicy } from "./embedded-policy.ts";
import { measured, perSecond, ratio } from "./figures.ts";
import { timedInTurn } from "./timing.ts";

const K = 64;
const PROBLEMS = 2;

/**
 * Measures the cost of a measured value, and what is saved because the roll-outs of a prefix share its keys and values.
 */
export const rollouts: Benchmark = {
  name: "rollouts",
  about: `V̂ at every step end of ${PROBLEMS} responses: ${K} roll-outs of a prefix from one reading of it, beside ${K} that each read it.`,
  async run({ device }) {
    const checkpoint = await loadPolicy();
    const lm = await openCausalLM(checkpoint, await runtimeOptions(device));
    const tokenizer = checkpointTokenizer(checkpoint);
    const responses = wordProblems.problems({ split: "test", n: PROBLEMS, seed: 0 }).map((problem) => {
      const [promptIds, responseIds] = [tokenizer.encode(problem.prompt), tokenizer.encode(problem.solution)];
      const positions = valuePositions(tokenizer, wordProblems, responseIds, "steps");
      return { problem, texts: { promptIds, responseIds }, positions };
    });
    const measure = async (rollouts: number, seed: number) => {
      for (const { problem, texts, positions } of responses) {
        const settings = { rollouts, maxTokens: MAX_RESPONSE_TOKENS, seed };
        await measureValues(lm, tokenizer, wordProblems, problem, texts, positions, settings);
      }
    };
    const { shared, alone } = await timedInTurn(
      {
        shared: () => measure(K, 0),
        alone: async () => {
          for (let seed = 0; seed < K; seed++) await measure(1, seed);
        },
      },
      { rounds: 5, warmUp: 1 },
    );
    await lm.release();
    const prefixes = responses.reduce((sum, { positions }) => sum + positions.length, 0);
    return [
      measured("roll-outs, shared", perSecond(K * prefixes, shared), "roll-outs/s"),
      measured("roll-outs, one by one", perSecond(K * prefixes, alone), "roll-outs/s"),
      ratio("shared ÷ one by one", shared, alone, { atMost: 1 / 3 }),
    ];
  },
};
