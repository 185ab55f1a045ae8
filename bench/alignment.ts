import { runtimeOptions } from "../src/cli/models.ts";
import { samplePrompts } from "../src/engine/alignment/sampled-prompt.ts";
import type { DeviceReport } from "../src/engine/device.ts";
import { openJax } from "../src/engine/jax.ts";
import { MAX_RESPONSE_TOKENS } from "../src/engine/policy/generate.ts";
import { openCausalLM } from "../src/engine/policy/onnx-causal-lm.ts";
import { checkpointTokenizer } from "../src/engine/tokenizer/checkpoint-tokenizer.ts";
import { wordProblems } from "../src/engine/world/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { loadPolicy } from "./embedded-policy.ts";
import { counted, type Figure, measured, ratio } from "./figures.ts";
import { timed, timedInTurn } from "./timing.ts";
import { BATCH, LENGTH, steadyPolicyRun, steadyPretraining } from "./training-runs.ts";

const PROMPTS = 200;
const SAMPLES = 8;

/** Measures the parts of an alignment of the embedded policy: sampling, which is done once, and training steps. */
export const alignment: Benchmark = {
  name: "alignment",
  about: `${SAMPLES} responses to each of ${PROMPTS} prompts; then a DPO step beside a supervised one on the same ${BATCH} × ${LENGTH} tokens, the reference's log-probabilities cached.`,
  async run({ device }) {
    await openJax(device.backend);
    const policy = await loadPolicy();
    const runs = { dpo: steadyPolicyRun(policy), supervised: steadyPretraining(policy).trainer };
    const { dpo, supervised } = await timedInTurn(
      { dpo: () => runs.dpo.advance(), supervised: () => runs.supervised.advance() },
      { rounds: 16, warmUp: 2 },
    );
    for (const run of Object.values(runs)) run.dispose();
    return [
      await sampling(device),
      measured("DPO step", dpo, "ms"),
      measured("supervised step", supervised, "ms"),
      ratio("DPO ÷ supervised", dpo, supervised, { atMost: 1.2 }),
    ];
  },
};

async function sampling(device: DeviceReport): Promise<Figure> {
  const policy = await loadPolicy();
  const lm = await openCausalLM(policy, await runtimeOptions(device));
  const prompts = wordProblems.problems({ split: "train", n: PROMPTS, seed: 0 }).map(({ prompt }) => prompt);
  const plan = { samples: SAMPLES, maxTokens: MAX_RESPONSE_TOKENS, seed: 0 };
  const milliseconds = await timed(() => samplePrompts(lm, checkpointTokenizer(policy), prompts, plan));
  await lm.release();
  return counted(`sampling ${SAMPLES} × ${PROMPTS}`, milliseconds / 1000, "s", { atMost: 60 });
}
