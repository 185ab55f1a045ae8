import type { TextOrChat } from "../tokenizer/conversation.ts";
import { asJudged, endingFor, openingBefore, type Written } from "../tokenizer/sequence.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { JudgeOf, ProcessRewards, ResponseToJudge, Scorer } from "./judge.ts";
import type { RewardModel } from "./reward-model.ts";
import type { RewardStream } from "./reward-stream.ts";

/** What a policy wrote, and where it is to be judged by a judge of texts. */
export interface WrittenResponse extends Written {
  /** Indices of the tokens at which the response is also judged as far as it goes. */
  ends?: readonly number[];
}

/**
 * The rewards of responses that a policy wrote, one for each token it wrote. At the policy's end token stands the
 * outcome reward, which the reward model reads where its chat template ends the answer. A judge of texts gives rewards where
 * `ends` asks for them and at the last token.
 * @param judge a judge with its own tokenizer; one that reads tokens must have the policy's vocabulary
 * @param writer the policy's tokenizer
 */
export async function rewardsOfWritten(
  { model, tokenizer }: JudgeOf<Scorer>,
  writer: Tokenizer,
  responses: readonly WrittenResponse[],
): Promise<ProcessRewards[]> {
  if (model.byText) return model.processRewardsOf(responses.map((response) => asSaid(writer, response)));
  const judged = responses.map((response) => ({ ...asSaid(writer, response), ...asJudged(tokenizer, response) }));
  const rewards = await model.processRewardsOf(judged);
  return rewards.map(({ prompt, tokens }, i) => {
    const written = tokens.slice(judged[i]?.opening ?? 0);
    const { length } = (responses[i] as Written).ids;
    return { prompt, tokens: written.length > length ? shortened(written, length) : written };
  });
}

function asSaid(writer: Tokenizer, { prompt, ids, ends = [] }: WrittenResponse): ResponseToJudge {
  const beginnings = ends.map((end) => ({ end, text: writer.decode(ids.slice(0, end + 1)).trim() }));
  return { promptIds: [], responseIds: ids, said: { prompt, response: writer.decode(ids), beginnings } };
}

/**
 * Cuts rewards to `length`: if the template ends an answer with several tokens, the last one's reward stands for the
 * policy's end token.
 */
function shortened(rewards: Float32Array, length: number): Float32Array {
  return Float32Array.of(...rewards.slice(0, length - 1), rewards.at(-1) as number);
}

/** The rewards of a response while a policy writes it, as `rewardsOfWritten` gives them afterwards. */
export class WrittenRewards {
  readonly #stream: RewardStream;
  readonly #tokenizer: Tokenizer;
  readonly #endIds: readonly number[];
  readonly #tokens: number[] = [];
  /** Number of tokens that the policy has written, including those still being read. */
  #places = 0;

  private constructor(stream: RewardStream, tokenizer: Tokenizer, endIds: readonly number[]) {
    this.#stream = stream;
    this.#tokenizer = tokenizer;
    this.#endIds = endIds;
  }

  /**
   * @param prefix the tokens that the policy has written already
   * @param endIds the tokens with which the policy ends
   */
  static async open(
    { model, tokenizer }: JudgeOf<RewardModel>,
    prompt: TextOrChat,
    prefix: readonly number[],
    endIds: readonly number[],
  ): Promise<WrittenRewards> {
    const isFinished = endIds.includes(prefix.at(-1) ?? -1);
    const { promptIds, responseIds, opening } = asJudged(tokenizer, { prompt, ids: prefix, isFinished });
    const stream = await model.stream(promptIds, responseIds);
    const opened = new WrittenRewards(stream, tokenizer, endIds);
    const read = stream.tokens.slice(opening);
    opened.#tokens.push(...(read.length > prefix.length ? shortened(Float32Array.from(read), prefix.length) : read));
    opened.#places = prefix.length;
    return opened;
  }

  /** The rewards at the end of the prompt and at every token so far. */
  get values(): number[] {
    return [this.#stream.prompt, ...this.#tokens];
  }

  /** The reward at the policy's next token. Calls may overlap; they are answered in order. */
  async append(id: number): Promise<number> {
    const place = this.#places++;
    const opening = place === 0 ? openingBefore(this.#tokenizer, id) : [];
    const read = [...opening, ...(this.#endIds.includes(id) ? endingFor(this.#tokenizer, id) : [id])];
    const rewards = await Promise.all(read.map((one) => this.#stream.append(one)));
    const reward = rewards.at(-1) as number;
    this.#tokens.push(reward);
    return reward;
  }

  dispose(): Promise<void> {
    return this.#stream.dispose();
  }
}
