import { PlaygroundError } from "../../../engine/errors.ts";
import { type FinishReason, generate as sample } from "../../../engine/policy/generate.ts";
import { score as forceTokens } from "../../../engine/policy/score.ts";
import type { TokenTrace } from "../../../engine/policy/trace.ts";
import type { ProcessRewards } from "../../../engine/reward/judge.ts";
import { rewardsOfWritten, WrittenRewards } from "../../../engine/reward/written.ts";
import type { Written } from "../../../engine/tokenizer/sequence.ts";
import type { Tokenizer } from "../../../engine/tokenizer/tokenizer.ts";
import { UnusableRecord } from "../../../engine/unusable-record.ts";
import type { Call, RequestOf } from "../../calls.ts";
import type { LoadedJudge, LoadedPolicy, Models } from "../../models.ts";
import type { TokenRecord, Trajectory, Unread } from "../../records.ts";
import { exactOf, judgeResponse } from "./judgement.ts";

/** Samples a response while reward models read every token. If cancelled, the response ends with the tokens it has. */
export async function generateTrajectory(
  models: Models,
  { prompt, settings, prefix }: RequestOf<"generate">,
  { emit, signal }: Call<"generate">,
): Promise<Trajectory> {
  const { lm, tokenizer } = models.policy;
  const promptIds = readPrompt(models.policy, prompt);
  checkIds(prefix, lm.vocabSize);
  const open = async ({ entry: { id }, model, tokenizer }: LoadedJudge) => {
    if (model.byText) return [];
    const opening = WrittenRewards.open({ model, tokenizer }, prompt, prefix, lm.eosTokenIds);
    const stream = await unlessUnread(opening, emit);
    return stream ? [{ id, stream }] : [];
  };
  const readers = (await Promise.all(models.rewards.map(open))).flat();
  /** Judges whose context ended before the response did. */
  const full = new Set<string>();
  try {
    for (const { id, stream } of readers) {
      emit({ type: "rewards", model: id, from: 0, values: stream.values });
    }
    const reading: Promise<void>[] = [];
    const onToken = (_sample: number, index: number, trace: TokenTrace) => {
      emit({ type: "token", index, token: withText(trace, tokenizer), at: performance.now() });
      // The reward models have already read the prefix.
      if (index < prefix.length) return;
      for (const { id, stream } of readers) {
        const append = async () => {
          const value = await unlessUnread(stream.append(trace.id), (event) => full.has(id) || emit(event));
          if (value === null) full.add(id);
          else emit({ type: "rewards", model: id, from: index + 1, values: [value] });
        };
        reading.push(append());
      }
    };
    const [result] = await sample(lm, promptIds, settings, { samples: 1, prefix, onToken, signal });
    await Promise.all(reading);
    const { ids = [], traces = [], finish = "cancelled" } = result ?? {};
    const whole = readers.filter(({ id }) => !full.has(id));
    const rewards: Record<string, number[]> = Object.fromEntries(whole.map(({ id, stream }) => [id, stream.values]));
    const isFinished = finish === "eos";
    const ends = stepEndsOf(prompt, ids, tokenizer);
    for (const reader of models.rewards.filter(({ model }) => model.byText)) {
      if (signal.aborted) break;
      const { id } = reader.entry;
      const values = await unlessUnread(rewardsAt(ends, reader, tokenizer, { prompt, ids, isFinished }), emit);
      if (!values) continue;
      emit({ type: "rewards", model: id, from: 0, values });
      rewards[id] = values;
    }
    return trajectory(models.policy, { prompt, settings }, ids, traces, rewards, finish);
  } finally {
    await Promise.all(readers.map(({ stream }) => stream.dispose()));
  }
}

/** The trajectory of a given response. */
export async function scoreTrajectory(
  models: Models,
  { prompt, settings, response, text, everyToken }: RequestOf<"score">,
  { emit, signal }: Call<"score">,
): Promise<Trajectory> {
  const { lm, tokenizer } = models.policy;
  checkIds(response, lm.vocabSize);
  if (text !== undefined) checkText(text, tokenizer.decode(response));
  const promptIds = readPrompt(models.policy, prompt);
  const traces = await forceTokens(lm, promptIds, response, settings);
  const isFinished = lm.eosTokenIds.includes(response.at(-1) ?? -1);
  const rewards: Record<string, number[]> = {};
  for (const reader of models.rewards) {
    signal.throwIfAborted();
    const ends = everyToken ? [...response.keys()] : stepEndsOf(prompt, response, tokenizer);
    const reading = rewardsAt(ends, reader, tokenizer, { prompt, ids: response, isFinished });
    const values = await unlessUnread(reading, emit);
    if (values) rewards[reader.entry.id] = values;
  }
  const finish = isFinished ? "eos" : "length";
  return trajectory(models.policy, { prompt, settings }, response, traces, rewards, finish);
}

/** What a judge reads; null, and told, if the response is of those that it cannot read. */
async function unlessUnread<T>(reading: Promise<T>, tell: (event: Unread) => unknown): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof UnusableRecord)) throw error;
    tell({ type: "unread", report: error.report });
    return null;
  }
}

function stepEndsOf(prompt: string, ids: readonly number[], tokenizer: Tokenizer): number[] {
  return judgeResponse(prompt, ids, tokenizer).steps.map(({ to }) => to - 1);
}

/**
 * A judge's rewards of a response, the prompt's first.
 * @param ends where a judge of texts reads
 */
async function rewardsAt(
  ends: readonly number[],
  reader: LoadedJudge,
  writer: Tokenizer,
  written: Written,
): Promise<number[]> {
  const [judged] = await rewardsOfWritten(reader, writer, [{ ...written, ends }]);
  const { prompt, tokens } = judged as ProcessRewards;
  return [prompt, ...tokens];
}

export function readPrompt({ lm, tokenizer }: LoadedPolicy, prompt: string): number[] {
  // A prompt that leaves no room for one token is too long.
  return tokenizer.encodePrompt(prompt, lm.contextLength, 1);
}

export function checkIds(ids: readonly number[], vocabSize: number): void {
  const unknown = ids.find((id) => id >= vocabSize);
  if (unknown !== undefined) throw otherVocabulary(`token ids below ${vocabSize}`, String(unknown));
}

function checkText(expected: string, found: string): void {
  if (expected !== found) throw otherVocabulary(`“${expected}”`, `“${found}”`);
}

function otherVocabulary(expected: string, found: string): PlaygroundError {
  return new PlaygroundError({
    what: "A trajectory was written with another vocabulary, and stays as it was read",
    where: "trajectory",
    expected,
    found,
    fix: "Choose the policy it was written with, or generate again.",
  });
}

function withText(trace: TokenTrace, tokenizer: Tokenizer): TokenRecord {
  const top = trace.top.map((chance) => ({ ...chance, text: tokenizer.tokenText(chance.id) }));
  return { ...trace, text: tokenizer.tokenText(trace.id), top };
}

/** A response with all that policy, reward models, verifier and class say of it. */
export function trajectory(
  policy: LoadedPolicy,
  asked: Pick<Trajectory, "prompt" | "settings">,
  ids: readonly number[],
  traces: readonly TokenTrace[],
  rewards: Record<string, number[]>,
  finish: FinishReason,
): Trajectory {
  const { tokenizer } = policy;
  return {
    ...asked,
    tokens: traces.map((trace) => withText(trace, tokenizer)),
    rewards,
    exact: policy.writesWorld ? exactOf(asked.prompt, ids, tokenizer) : null,
    text: tokenizer.decode(ids),
    finish,
    judgement: judgeResponse(asked.prompt, ids, tokenizer),
  };
}
