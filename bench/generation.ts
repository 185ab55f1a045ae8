import { decoderGraph } from "../src/engine/onnx/decoder-graph.ts";
import { generate } from "../src/engine/policy/generate.ts";
import { openBareLoop } from "./bare-loop.ts";
import type { Benchmark } from "./benchmark.ts";
import { openEndlessPolicy } from "./embedded-policy.ts";
import { type Figure, measured, perSecond, ratio } from "./figures.ts";
import { timedInTurn } from "./timing.ts";

const TOKENS = 64;
/**
 * Each side repeats its work several times in a row, since its first run finds the other side's weights in the
 * processor's caches.
 */
const PROMPTS = 16;
const RESPONSES = 4;

/** Measures prefill and decoding by the engine, traces and sampling included, against a bare loop. */
export const generation: Benchmark = {
  name: "generation",
  about: `The embedded policy reads a prompt and writes ${TOKENS} tokens: engine/policy beside a bare onnxruntime-web loop on the same graph.`,
  async run({ device }) {
    const { checkpoint, lm, promptIds } = await openEndlessPolicy(device);
    const graph = decoderGraph(checkpoint.config, checkpoint.weights, null, { logits: true });
    const bare = await openBareLoop(graph, checkpoint.config, device.backend);
    const engine = (maxTokens: number) =>
      generate(lm, promptIds, { temperature: 1, topK: 0, topP: 1, seed: 0, maxTokens }, { samples: 1 });

    const times = await timedInTurn(
      {
        enginePrompts: () => repeated(PROMPTS, () => engine(1)),
        barePrompts: () => repeated(PROMPTS, () => bare(promptIds, 1)),
        engineResponses: () => repeated(RESPONSES, () => engine(TOKENS)),
        bareResponses: () => repeated(RESPONSES, () => bare(promptIds, TOKENS)),
      },
      { rounds: 16, warmUp: 4 },
    );
    await lm.release();
    const { enginePrompts, barePrompts, engineResponses, bareResponses } = times;
    // The first token of a response comes with the prompt, so the time of the others is a difference.
    const afterFirst = (responses: number[], prompts: number[]) =>
      responses.map((time, round) => time / RESPONSES - (prompts[round] as number) / PROMPTS);
    return [
      ...rates(`prefill of ${promptIds.length}`, PROMPTS * promptIds.length, enginePrompts, barePrompts),
      ...rates(
        `decode of ${TOKENS - 1}`,
        TOKENS - 1,
        afterFirst(engineResponses, enginePrompts),
        afterFirst(bareResponses, barePrompts),
      ),
    ];
  },
};

async function repeated(times: number, work: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < times; i++) await work();
}

function rates(name: string, tokens: number, engineTimes: readonly number[], bareTimes: readonly number[]): Figure[] {
  const [engine, bare] = [perSecond(tokens, engineTimes), perSecond(tokens, bareTimes)];
  return [
    measured(`${name}, engine`, engine, "tokens/s"),
    measured(`${name}, bare loop`, bare, "tokens/s"),
    ratio(`${name}, engine ÷ bare loop`, engine, bare, { atLeast: 0.9 }),
  ];
}
