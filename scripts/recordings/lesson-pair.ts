import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { EMBEDDED_POLICY, openPolicy, openReward } from "../../src/cli/models.ts";
import { chooseDevice } from "../../src/engine/device.ts";
import { measureValues, type ValueEstimate, valuePositions } from "../../src/engine/evaluation/values.ts";
import { MAX_RESPONSE_TOKENS } from "../../src/engine/policy/generate.ts";
import { score } from "../../src/engine/policy/score.ts";
import { sequenceOf } from "../../src/engine/tokenizer/sequence.ts";
import { type Problem, wordProblems } from "../../src/engine/world/index.ts";
import type { LessonPair, LessonResponse } from "../../src/features/learn/recordings/lesson-pair.ts";
import { exactOf, judgeResponse } from "../../src/worker/handlers/explore/judgement.ts";

/**
 * A test pair that diverges at one token, whose wrong answer has a named mistake, and whose answers fit into a window.
 */
const PAIRS = "public/data/preferences-test.jsonl.gz";
const PROMPT = "Trip: (a) Leo has 20 bottles. (b) He loses 7 bottles.";
const REWARDS = ["bt", "grm", "icrm", "prm"] as const;
/** Roll-outs per prefix. */
const K = 256;
const UNCHANGED = { temperature: 1, topK: 0, topP: 1 };

/** The pair of the lessons with probabilities and measured values of the embedded policy, rewards, and exact values. */
export async function recordLessonPair(): Promise<LessonPair> {
  const { prompt, chosen, rejected } = await pairBeginning(PROMPT);
  const problem = wordProblems.solve(prompt) as Problem;
  const device = await chooseDevice("wasm");
  const { lm, tokenizer } = await openPolicy(EMBEDDED_POLICY, device);
  const models = await Promise.all(REWARDS.map(async (id) => ({ id, ...(await openReward(folderOf(id), device)) })));
  const known = new Map<string, ValueEstimate>();

  const record = async (response: string): Promise<LessonResponse> => {
    const sequence = sequenceOf(tokenizer, { prompt, response }, lm.contextLength, PAIRS);
    const { promptIds, responseIds } = sequence;
    const traces = await score(lm, promptIds, responseIds, UNCHANGED);
    const rewards = await Promise.all(
      models.map(async ({ id, model, tokenizer: own }) => {
        const ids = sequenceOf(own, { prompt, response }, model.contextLength, PAIRS);
        const { prompt: before, tokens } = await model.processRewards(ids.promptIds, ids.responseIds);
        return [id, [before, ...tokens].map(digits)] as const;
      }),
    );
    const exact = exactOf(prompt, responseIds, tokenizer);
    if (!exact) throw new Error("The prompt is no problem of the embedded world.");
    const positions = valuePositions(tokenizer, wordProblems, responseIds, "tokens");
    const rolling = { rollouts: K, maxTokens: MAX_RESPONSE_TOKENS, seed: 0 };
    return {
      ids: responseIds,
      texts: responseIds.map((id) => tokenizer.tokenText(id)),
      q: traces.map(({ q }) => digits(q)),
      rewards: Object.fromEntries(rewards) as LessonResponse["rewards"],
      exact,
      judgement: judgeResponse(prompt, responseIds, tokenizer),
      values: await measureValues(lm, tokenizer, wordProblems, problem, sequence, positions, rolling, { known }),
    };
  };
  return { prompt, chosen: await record(chosen), rejected: await record(rejected) };
}

async function pairBeginning(prompt: string): Promise<{ prompt: string; chosen: string; rejected: string }> {
  const lines = gunzipSync(await readFile(PAIRS))
    .toString("utf8")
    .split("\n");
  const line = lines.find((candidate) => candidate.includes(`"prompt":"${prompt}`));
  if (!line) throw new Error(`No pair of ${PAIRS} begins with "${prompt}".`);
  return JSON.parse(line);
}

function folderOf(id: string): string {
  return `public/models/reward-${id}`;
}

/** Rounds to five digits: more than a figure shows, and fewer than float32 has. */
function digits(value: number): number {
  return Number(value.toPrecision(5));
}
