import { contentHash } from "../data/content-hash.ts";
import { PlaygroundError } from "../errors.ts";
import { grouped } from "../grouped.ts";
import type { CausalLM, LmCache } from "../policy/causal-lm.ts";
import { EventLoopPause } from "../policy/event-loop.ts";
import { generationProbabilities, RAW } from "../policy/generation-probabilities.ts";
import type { ByText, ProcessRewards, PromptAndResponse, ResponseToJudge } from "../reward/judge.ts";
import { readEach } from "../reward/read-each.ts";
import type { PromptedResponse } from "../tokenizer/sequence.ts";
import { UnusableRecord } from "../unusable-record.ts";

/** Rewards that one reward model has already computed, by `recordKey`. */
export interface RewardCache {
  get(key: string): ProcessRewards | undefined;
  /** Stores rewards; a returned promise is awaited. */
  set(key: string, rewards: ProcessRewards): unknown;
}

export interface ScoringOptions {
  /** Called with the number of responses scored so far. */
  onProgress?: ((done: number) => void) | undefined;
  /** Aborting ends the work after the current batch; finished rewards stay in the cache. */
  signal?: AbortSignal | undefined;
}

/** A key of a response's tokens, the same in every file. */
function recordKey({ promptIds, responseIds }: PromptAndResponse): Promise<string> {
  return contentHash([promptIds, responseIds]);
}

/** A response with the name of its place for errors; a judge of texts needs what it says. */
export interface ScoredResponse extends PromptAndResponse, Partial<Pick<ResponseToJudge, "said">> {
  where: string;
}

/** A judge of such responses. */
interface ScorerOf<Response> {
  readonly byText?: ByText | undefined;
  processRewardsOf(records: readonly Response[]): Promise<ProcessRewards[]>;
}

/**
 * The process rewards of responses, in their order, with the reason where the model cannot read one; rewards in the cache are not
 * computed again.
 * @throws PlaygroundError naming a response with a reward that is not finite
 * @throws signal.reason when aborted
 */
export async function scoreEach<Response extends ScoredResponse>(
  model: ScorerOf<NoInfer<Response>>,
  responses: readonly Response[],
  cache: RewardCache,
  { onProgress, signal }: ScoringOptions = {},
): Promise<(ProcessRewards | UnusableRecord)[]> {
  // The rewards of a judge of texts stand where the beginnings end that it was asked about.
  const keyOf = (response: Response) =>
    model.byText ? contentHash([response.said, response.responseIds.length]) : recordKey(response);
  const keys = await Promise.all(responses.map(keyOf));
  // Samples of one prompt are often the same.
  const distinct = new Map(keys.map((key, i) => [key, i]));
  const todo = [...distinct].flatMap(([key, i]) => (cache.get(key) ? [] : [i]));
  const known = responses.length - todo.length;
  onProgress?.(known);
  const unread = new Map<string, UnusableRecord>();
  const score = async (batch: readonly number[]) => {
    const read = await readEach(batch, (some) => model.processRewardsOf(some.map((i) => responses[i] as Response)));
    for (const [row, i] of batch.entries()) {
      const rewards = read[row] as ProcessRewards | UnusableRecord;
      if (rewards instanceof UnusableRecord) unread.set(keys[i] as string, rewards);
      else {
        checkFinite(rewards, responses[i] as Response, model.byText);
        await cache.set(keys[i] as string, rewards);
      }
    }
  };
  await inBatches(together(todo, responses), score, {
    onProgress: (done) => onProgress?.(known + done),
    signal,
  });
  return keys.map((key) => unread.get(key) ?? (cache.get(key) as ProcessRewards));
}

/** Scores responses of which the model can read every one. @throws UnusableRecord naming the first that it cannot read */
export async function scoreResponses<Response extends ScoredResponse>(
  model: ScorerOf<NoInfer<Response>>,
  responses: readonly Response[],
  cache: RewardCache,
  options: ScoringOptions = {},
): Promise<ProcessRewards[]> {
  const read = await scoreEach(model, responses, cache, options);
  return read.map((rewards, i) => {
    if (!(rewards instanceof UnusableRecord)) return rewards;
    const { where } = responses[i] as Response;
    throw new UnusableRecord(rewards.why, { ...rewards.report, where }, { cause: rewards });
  });
}

/** `q_t` of every token of the responses, in their order. @throws signal.reason when aborted */
export async function probabilitiesOf<Cache extends LmCache>(
  generator: CausalLM<Cache>,
  responses: readonly PromptedResponse[],
  options: ScoringOptions = {},
): Promise<number[][]> {
  const q = new Array<number[]>(responses.length);
  const measure = async (batch: readonly number[]) => {
    const found = await generationProbabilities(
      generator,
      batch.map((i) => responses[i] as PromptedResponse),
      RAW,
    );
    for (const [row, i] of batch.entries()) q[i] = found[row] as number[];
  };
  const byLength = [...responses.keys()].sort((a, b) => lengthOf(responses[a]) - lengthOf(responses[b]));
  await inBatches(byLength, measure, options);
  return q;
}

/** Responses scored between two checks of the signal; models split them into batches of their own. */
const BATCH = 64;

/**
 * Indices of responses in an order of similar lengths, so that little is computed for padding, in which the responses
 * to one prompt stay together, so that a model reads it once.
 */
function together(indices: readonly number[], responses: readonly PromptAndResponse[]): number[] {
  const byLength = indices.toSorted((a, b) => lengthOf(responses[a]) - lengthOf(responses[b]));
  const byPrompt = grouped(byLength, (i) => String(responses[i]?.promptIds));
  const longest = (group: readonly number[]) => lengthOf(responses[group.at(-1) as number]);
  return byPrompt.sort((a, b) => longest(a) - longest(b)).flat();
}

/** Works on items in their order, so many at once. */
async function inBatches<T>(
  items: readonly T[],
  work: (batch: readonly T[]) => Promise<void>,
  { onProgress, signal }: ScoringOptions,
): Promise<void> {
  const pause = new EventLoopPause();
  for (let start = 0; start < items.length; start += BATCH) {
    signal?.throwIfAborted();
    const batch = items.slice(start, start + BATCH);
    await work(batch);
    onProgress?.(start + batch.length);
    await pause.ifDue();
  }
}

function lengthOf(response: PromptAndResponse | undefined): number {
  return response ? response.promptIds.length + response.responseIds.length : 0;
}

function checkFinite(
  { prompt, tokens }: ProcessRewards,
  { where, said }: ScoredResponse,
  byText: ByText | undefined,
): void {
  const last = tokens.at(-1) as number;
  const inside = byText ? (said?.beginnings ?? []).map(({ end }) => tokens[end] as number) : [...tokens];
  const given = byText?.at === "end" ? [last] : [prompt, ...inside, last];
  if (given.every(Number.isFinite)) return;
  throw new PlaygroundError({
    what: "A reward is not a finite number",
    where,
    fix: "The reward model is broken: its training may have diverged.",
  });
}
