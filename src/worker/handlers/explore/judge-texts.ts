import type { RuntimeOptions } from "../../../engine/onnx/session.ts";
import type { GenerationSettings } from "../../../engine/policy/generate.ts";
import { score } from "../../../engine/policy/score.ts";
import { saidUpTo, sequenceOf } from "../../../engine/tokenizer/sequence.ts";
import type { Call, RequestOf } from "../../calls.ts";
import type { Models } from "../../models.ts";
import type { Trajectory } from "../../records.ts";
import { judgeResponse } from "./judgement.ts";
import { trajectory } from "./trajectory.ts";

// The texts are given: generation probabilities are the policy's own, and nothing is drawn.
const asTheyAre: GenerationSettings = { temperature: 1, topK: 0, topP: 1, seed: 0, maxTokens: 0 };

/**
 * Lets trained reward models judge given texts; returns one trajectory per text. Each model is opened for this only.
 */
export async function judgeTexts(
  models: Models,
  runtime: RuntimeOptions,
  { models: judges, prompt, responses }: RequestOf<"judgeTexts">,
  { signal }: Call<"judgeTexts">,
): Promise<Trajectory[]> {
  const { lm, tokenizer } = models.policy;
  const sequences = responses.map((response, i) =>
    sequenceOf(tokenizer, { prompt, response }, lm.contextLength, `response ${i + 1}`),
  );
  const asked = sequences.map((sequence, i) => {
    const response = responses[i] as string;
    const ends = judgeResponse(prompt, sequence.responseIds, tokenizer).steps.map(({ to }) => to - 1);
    const beginnings = ends.map((end) => ({ end, text: saidUpTo(tokenizer, sequence.responseIds, end) }));
    return { ...sequence, said: { prompt, response, beginnings } };
  });
  const rewards = responses.map((): Record<string, number[]> => ({}));
  for (const stored of judges) {
    signal.throwIfAborted();
    const { model } = await models.openJudge(stored, runtime);
    try {
      for (const [i, { prompt: before, tokens }] of (await model.processRewardsOf(asked)).entries()) {
        (rewards[i] as Record<string, number[]>)[stored.id] = [before, ...tokens];
      }
    } finally {
      await model.release();
    }
  }
  const judged: Trajectory[] = [];
  for (const [i, { promptIds, responseIds }] of sequences.entries()) {
    const traces = await score(lm, promptIds, responseIds, asTheyAre);
    const asked = { prompt, settings: asTheyAre };
    judged.push(trajectory(models.policy, asked, responseIds, traces, rewards[i] ?? {}, "eos"));
  }
  return judged;
}
