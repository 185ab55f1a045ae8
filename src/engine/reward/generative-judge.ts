import type { Checkpoint, TextSide } from "../checkpoint/checkpoint.ts";
import { outputEmbeddingName } from "../checkpoint/names.ts";
import type { ValueHead } from "../checkpoint/value-head.ts";
import type { RuntimeOptions } from "../onnx/session.ts";
import { denseBatch } from "../onnx/token-batch.ts";
import type { CausalLM } from "../policy/causal-lm.ts";
import { checkpointTokenizer } from "../tokenizer/checkpoint-tokenizer.ts";
import type { PromptedResponse } from "../tokenizer/sequence.ts";
import { answerIds, type GenerativeSettings, JUDGE_FILE } from "./generative-settings.ts";
import { PrefixJudge, type TextScorer } from "./prefix-judge.ts";
import { openRewardModel, type RewardModel } from "./reward-model.ts";

/**
 * A decoder as a generative judge. Its logits are linear in the last hidden state, and so are their differences: the
 * log-odds of two tokens are a value head, and no other token's logit is computed.
 * @throws PlaygroundError if the settings do not fit the model
 */
export async function openGenerativeJudge(
  checkpoint: Checkpoint,
  settings: GenerativeSettings,
  options: RuntimeOptions,
): Promise<PrefixJudge> {
  const ids = answerIdsOf(checkpoint, settings);
  const model = await openRewardModel({ ...checkpoint, valueHead: logOddsHead(checkpoint, ids) }, options);
  return generative(new HeadScorer(model), checkpoint, settings);
}

/** A language model whose weights cannot be seen as a generative judge. @throws PlaygroundError as above */
export async function generativeJudgeOf(
  open: () => Promise<CausalLM>,
  text: TextSide,
  settings: GenerativeSettings,
): Promise<PrefixJudge> {
  const ids = answerIdsOf(text, settings);
  return generative(new LogitScorer(await open(), ids), text, settings);
}

function answerIdsOf(text: TextSide, settings: GenerativeSettings): AnswerIds {
  return answerIds(settings, checkpointTokenizer(text), `${text.name}/${JUDGE_FILE}`);
}

function generative(scorer: TextScorer, text: TextSide, settings: GenerativeSettings): PrefixJudge {
  const { good, bad, at } = settings;
  const where = at === "end" ? "at the end" : "prefix by prefix";
  const how = `log-odds of “${good.trim()}” over “${bad.trim()}”, ${where}`;
  return new PrefixJudge(scorer, { how, at, tokenizer: checkpointTokenizer(text, settings) });
}

type AnswerIds = ReturnType<typeof answerIds>;

/** weight = W[good] − W[bad], with W the output embedding: weight · hidden is the difference of the two logits. */
function logOddsHead({ config, weights }: Checkpoint, { good, bad }: AnswerIds): ValueHead {
  const rows = weights.get(outputEmbeddingName(config))?.data as Float32Array;
  const row = (id: number) => rows.subarray(id * config.hiddenSize, (id + 1) * config.hiddenSize);
  const other = row(bad);
  return { weight: row(good).map((weight, i) => weight - (other[i] as number)), bias: 0 };
}

/** The reward at the last token of a text. */
class HeadScorer implements TextScorer {
  readonly #model: RewardModel;

  constructor(model: RewardModel) {
    this.#model = model;
  }

  get contextLength(): number {
    return this.#model.contextLength;
  }

  async read(texts: readonly PromptedResponse[]): Promise<number[]> {
    const rewards = await this.#model.processRewardsOf(texts);
    return rewards.map(({ prompt, tokens }) => tokens.at(-1) ?? prompt);
  }

  release(): Promise<void> {
    return this.#model.release();
  }
}

/** The difference of two logits after a text. Texts are read one by one: a batch's logits over a large vocabulary would fill the heap. */
class LogitScorer implements TextScorer {
  readonly #lm: CausalLM;
  readonly #ids: AnswerIds;

  constructor(lm: CausalLM, ids: AnswerIds) {
    this.#lm = lm;
    this.#ids = ids;
  }

  get contextLength(): number {
    return this.#lm.contextLength;
  }

  async read(texts: readonly PromptedResponse[]): Promise<number[]> {
    const rewards: number[] = [];
    for (const { promptIds, responseIds } of texts) {
      const batch = denseBatch(1, [...promptIds, ...responseIds], 0);
      const { logits, cache } = await this.#lm.forward(batch, null, 1);
      cache.dispose();
      rewards.push((logits[this.#ids.good] as number) - (logits[this.#ids.bad] as number));
    }
    return rewards;
  }

  release(): Promise<void> {
    return this.#lm.release();
  }
}
