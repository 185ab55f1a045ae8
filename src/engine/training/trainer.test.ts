import { beforeAll, describe, expect, test } from "vitest";
import { startCensus } from "../../testing/jax-census.ts";
import { parseConfig } from "../checkpoint/config.ts";
import { openJax } from "../jax.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { worldTokenizerConfig, worldTokenizerJson } from "../world/index.ts";
import { initialWeights } from "./initialise.ts";
import { PRETRAIN_DEFAULTS, policyConfigJson, pretrainOptions } from "./pretrain.ts";
import { Trainer } from "./trainer.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(256));
const decoder = parseConfig({
  ...policyConfigJson(tokenizer),
  hidden_size: 16,
  intermediate_size: 32,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  head_dim: 8,
});
const config = { ...PRETRAIN_DEFAULTS, steps: 24, batchSize: 4, learningRate: 1e-2, warmupSteps: 1 };

beforeAll(() => openJax("wasm"));

function start(overrides: Partial<typeof config> = {}): Trainer {
  const settings = { ...config, ...overrides };
  return Trainer.start(initialWeights(decoder, settings.seed), pretrainOptions(settings, decoder, tokenizer));
}

async function losses(trainer: Trainer, steps: number): Promise<number[]> {
  const values: number[] = [];
  for (let i = 0; i < steps; i++) values.push((await trainer.advance()).loss);
  return values;
}

describe("a training run", () => {
  test("lowers the loss from that of a uniform guess", async () => {
    const trainer = start();
    const values = await losses(trainer, config.steps);
    expect(Math.abs((values[0] as number) - Math.log(tokenizer.vocabSize))).toBeLessThan(0.3);
    expect(values.at(-1)).toBeLessThan((values[0] as number) - 0.5);
    expect(trainer.done).toBe(true);
    trainer.dispose();
  });

  test("gives the same numbers twice, and others for another seed", async () => {
    const [first, second, other] = [start(), start(), start({ seed: 1 })];
    const values = await losses(first, 3);
    expect(await losses(second, 3)).toEqual(values);
    expect(await losses(other, 3)).not.toEqual(values);
    for (const trainer of [first, second, other]) trainer.dispose();
  });

  test("resumed from a snapshot equals one that never stopped", async () => {
    const straight = start();
    const expected = await losses(straight, 8);
    const before = start();
    const head = await losses(before, 4);
    const snapshot = await before.snapshot();
    before.dispose();
    const after = Trainer.resume(snapshot, pretrainOptions(config, decoder, tokenizer));
    expect([...head, ...(await losses(after, 4))]).toEqual(expected);
    straight.dispose();
    after.dispose();
  });

  test("holds no more arrays after 200 steps than after the first of each shape", async () => {
    // Only exercise sheets: they have few lengths, so that every shape has come up.
    const trainer = start({ steps: 400, corpus: { ...config.corpus, sheets: 1 } });
    await losses(trainer, 64);
    const census = startCensus("wasm");
    await losses(trainer, 1);
    const [arrays, bytes] = [census.arrays(), census.bytes()];
    await losses(trainer, 200);
    expect(arrays).toBeGreaterThan(0);
    expect([census.arrays(), census.bytes()]).toEqual([arrays, bytes]);
    census.stop();
    trainer.dispose();
  });

  test("that diverges says at which step and what to do", async () => {
    const trainer = start({ learningRate: 1e30, maxGradNorm: 1e30 });
    await expect(losses(trainer, config.steps)).rejects.toThrow(/diverged.*step \d+.*learning rate/s);
    trainer.dispose();
  });
});
