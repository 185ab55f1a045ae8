import { beforeAll, expect, test } from "vitest";
import { directorySource } from "../cli/files.ts";
import { loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import { parseModelIndex } from "../engine/checkpoint/model-index.ts";
import { openJax } from "../engine/jax.ts";
import { denseBatch } from "../engine/onnx/token-batch.ts";
import { openCausalLM } from "../engine/policy/onnx-causal-lm.ts";
import { openRewardModel } from "../engine/reward/reward-model.ts";
import { checkpointTokenizer } from "../engine/tokenizer/checkpoint-tokenizer.ts";
import { sequenceOf } from "../engine/tokenizer/sequence.ts";
import { wordProblems } from "../engine/world/index.ts";
import { runDecoder } from "./decoder-golden.ts";

const MODELS = "public/models";
const runtime = { backend: "wasm", threads: 1 } as const;
const [problem] = wordProblems.problems({ split: "test", n: 1, seed: 3 });
const entries = parseModelIndex(await directorySource(MODELS).read("index.json"), `${MODELS}/index.json`);

beforeAll(() => openJax("wasm"));

/** The largest difference of two lists of equal length; NaN if a value is missing. */
function largestGap(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Number.NaN;
  return Array.from(found).reduce((gap, x, i) => Math.max(gap, Math.abs(x - (expected[i] as number))), 0);
}

test.each(entries)("$name computes the same on ONNX Runtime and on jax-js", async ({ path, kind }) => {
  const checkpoint = await loadCheckpoint(directorySource(`${MODELS}/${path}`));
  const { prompt, solution } = problem as NonNullable<typeof problem>;
  const tokenizer = checkpointTokenizer(checkpoint);
  const { promptIds, responseIds } = sequenceOf(
    tokenizer,
    { prompt, response: solution },
    checkpoint.config.contextLength,
    path,
  );
  const ids = [...promptIds, ...responseIds];
  const mask = ids.map(() => 1);

  if (kind !== "reward") {
    const differentiable = await runDecoder(checkpoint, ids, mask);
    const lm = await openCausalLM(checkpoint, runtime);
    const { logits, cache } = await lm.forward(denseBatch(1, ids, 0), null, ids.length);
    expect(largestGap(logits, differentiable.logits.flat())).toBeLessThan(1e-3);
    cache.dispose();
    await lm.release();
  } else {
    expect(checkpoint.valueHead, "a value head").not.toBeNull();
    const differentiable = await runDecoder(checkpoint, ids, mask);
    const model = await openRewardModel(checkpoint, runtime);
    const { tokens } = await model.processRewards(promptIds, responseIds);
    expect(largestGap(tokens, differentiable.rewards.slice(promptIds.length))).toBeLessThan(1e-3);
    await model.release();
  }
});
