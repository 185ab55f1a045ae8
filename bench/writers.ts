import type { PreTrainedModel, Tensor } from "@huggingface/transformers";
import type { Checkpoint } from "../src/engine/checkpoint/checkpoint.ts";
import { memorySource } from "../src/engine/checkpoint/source.ts";
import { decoderModel } from "../src/engine/onnx/decoder-graph.ts";
import type { RuntimeOptions } from "../src/engine/onnx/session.ts";
import { generate } from "../src/engine/policy/generate.ts";
import { openCausalLM } from "../src/engine/policy/onnx-causal-lm.ts";
import { openForeignModel } from "../src/engine/transformers/foreign-model.ts";
import { type BareLoop, bareLoop } from "./bare-loop.ts";
import { type Figure, measured, perSecond, ratio } from "./figures.ts";
import { timedInTurn } from "./timing.ts";

/** A decoder that writes in three ways: by the engine, by transformers.js, and by a bare loop over ONNX Runtime. */
export interface Writers {
  /** The engine, with sampling and the traces of every token. */
  engine: BareLoop;
  /** `generate` of transformers.js, greedily, with no processor of logits. */
  transformers: BareLoop;
  /** The bare loop, on the session of transformers.js. */
  bare: BareLoop;
  release(): Promise<void>;
}

/** Opens a decoder whose every response has the requested length, since it has no token that ends a text. */
export async function openWriters(
  { config, configJson, weights }: Pick<Checkpoint, "config" | "configJson" | "weights">,
  options: RuntimeOptions,
): Promise<Writers> {
  const lm = await openCausalLM({ config: { ...config, eosTokenIds: [] }, weights }, options);
  const split = decoderModel(config, weights, null, { logits: true, cache: "present" });
  const files = new Map([
    ["model.onnx", split.graph],
    ...split.weights.map((file) => [file.path, file.bytes()] as const),
  ]);
  const graph = { precision: "fp32", graph: "model.onnx", data: split.weights.map(({ path }) => path) } as const;
  const endless = { ...configJson, eos_token_id: null };
  const foreign = await openForeignModel(memorySource(files), graph, endless, "causal-lm", options);
  files.clear();
  return {
    engine: async (promptIds, maxTokens) => {
      await generate(lm, promptIds, { temperature: 1, topK: 0, topP: 1, seed: 0, maxTokens }, { samples: 1 });
    },
    transformers: async (promptIds, count) => {
      const shape = [1, promptIds.length];
      const integers = (values: BigInt64Array): Tensor => new foreign.library.Tensor("int64", values, shape);
      const written = (await (foreign.model as Generating).generate({
        inputs: integers(BigInt64Array.from(promptIds, BigInt)),
        attention_mask: integers(new BigInt64Array(promptIds.length).fill(1n)),
        max_new_tokens: count,
        do_sample: false,
      })) as Tensor;
      const expected = promptIds.length + count;
      if (written.dims[1] !== expected)
        throw new Error(`transformers.js has written ${written.dims}, not ${expected}.`);
    },
    bare: bareLoop(foreign.runtime, foreign.session, config),
    release: async () => {
      await lm.release();
      await foreign.runtime.release(foreign.session);
    },
  };
}

type Generating = PreTrainedModel & { generate(options: object): Promise<unknown> };

export interface WritingPlan {
  promptIds: readonly number[];
  tokens: number;
  /** How often each side repeats its work in a row: its first run finds the other side's weights in the caches. */
  prompts: number;
  responses: number;
  rounds: number;
}

/** Times prefill and decoding of all three, in turn. */
export async function writingFigures(
  { engine, transformers, bare }: Writers,
  { promptIds, tokens, prompts, responses, rounds }: WritingPlan,
): Promise<Figure[]> {
  const reads = (loop: BareLoop) => () => repeated(prompts, () => loop(promptIds, 1));
  const writes = (loop: BareLoop) => () => repeated(responses, () => loop(promptIds, tokens));
  const times = await timedInTurn(
    {
      engineReads: reads(engine),
      bareReads: reads(bare),
      transformersReads: reads(transformers),
      engineWrites: writes(engine),
      bareWrites: writes(bare),
      transformersWrites: writes(transformers),
    },
    { rounds, warmUp: 1 },
  );
  const prefill = (read: number[]) => perSecond(prompts * promptIds.length, read);
  // The first token of a response comes with the prompt, so the time of the others is a difference.
  const decode = (written: number[], read: number[]) =>
    perSecond(
      tokens - 1,
      written.map((time, round) => time / responses - (read[round] as number) / prompts),
    );
  return [
    ...beside(`prefill of ${promptIds.length}`, {
      engine: prefill(times.engineReads),
      bare: prefill(times.bareReads),
      transformers: prefill(times.transformersReads),
    }),
    ...beside(`decode of ${tokens - 1}`, {
      engine: decode(times.engineWrites, times.engineReads),
      bare: decode(times.bareWrites, times.bareReads),
      transformers: decode(times.transformersWrites, times.transformersReads),
    }),
  ];
}

async function repeated(times: number, work: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < times; i++) await work();
}

function beside(name: string, rates: Record<keyof Omit<Writers, "release">, number[]>): Figure[] {
  const { engine, bare, transformers } = rates;
  return [
    measured(`${name}, engine`, engine, "tokens/s"),
    measured(`${name}, bare loop`, bare, "tokens/s"),
    measured(`${name}, transformers.js`, transformers, "tokens/s"),
    ratio(`${name}, engine ÷ bare loop`, engine, bare, { atLeast: 0.95 }),
    ratio(`${name}, engine ÷ transformers.js`, engine, transformers, { atLeast: 1 }),
  ];
}
