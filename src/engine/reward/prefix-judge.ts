import { checkContext } from "../onnx/context.ts";
import { type PromptedResponse, wholeText } from "../tokenizer/sequence.ts";
import type { ByText, Judge, ProcessRewards, ResponseToJudge } from "./judge.ts";

/** Reads whole texts, each by itself. */
export interface TextScorer {
  readonly contextLength: number;
  /** One reward a text, in their order; at most `ROWS` texts. */
  read(texts: readonly PromptedResponse[]): Promise<number[]>;
  release(): Promise<void>;
}

/** Texts that are read at once. */
const ROWS = 16;

/** A text that is to be read, and the place of its reward. */
interface Place {
  record: number;
  /** Index of the response token that it ends with; −1 is the prompt alone. */
  position: number;
  text: PromptedResponse;
}

/**
 * A judge that gives one reward a text: it reads every beginning of a response as if it were the whole of it, each cut into
 * tokens as the model's own texts are.
 */
export class PrefixJudge implements Judge {
  readonly byText: ByText;
  readonly #scorer: TextScorer;

  constructor(scorer: TextScorer, byText: ByText) {
    this.#scorer = scorer;
    this.byText = byText;
  }

  get contextLength(): number {
    return this.#scorer.contextLength;
  }

  async processRewardsOf(records: readonly ResponseToJudge[]): Promise<ProcessRewards[]> {
    const rewards = records.map(
      ({ responseIds }): ProcessRewards => ({
        prompt: Number.NaN,
        tokens: new Float32Array(responseIds.length).fill(Number.NaN),
      }),
    );
    const places = records.flatMap((each, record) => this.#placesOf(each, record));
    places.sort((a, b) => lengthOf(a.text) - lengthOf(b.text));
    for (let start = 0; start < places.length; start += ROWS) {
      const batch = places.slice(start, start + ROWS);
      for (const [row, reward] of (await this.#scorer.read(batch.map(({ text }) => text))).entries()) {
        const { record, position } = batch[row] as Place;
        const own = rewards[record] as ProcessRewards;
        if (position < 0) own.prompt = reward;
        else own.tokens[position] = reward;
      }
    }
    return rewards;
  }

  release(): Promise<void> {
    return this.#scorer.release();
  }

  #placesOf({ responseIds, said: { prompt, response, beginnings } }: ResponseToJudge, record: number): Place[] {
    const last = responseIds.length - 1;
    const inside = beginnings.filter(({ end }) => end < last).map(({ end, text }) => [end, text] as const);
    const early = new Map(this.byText.at === "steps" ? [[-1, ""] as const, ...inside] : []);
    const all = [...early, [last, response] as const];
    return all.map(([position, response]) => {
      const text = wholeText(this.byText.tokenizer, { prompt, response });
      checkContext(this.contextLength, text.promptIds.length, text.responseIds.length);
      return { record, position, text };
    });
  }
}

function lengthOf({ promptIds, responseIds }: PromptedResponse): number {
  return promptIds.length + responseIds.length;
}
