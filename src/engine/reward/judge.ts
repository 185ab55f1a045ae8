import type { TextOrChat } from "../tokenizer/conversation.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";

/** The text of a response up to one of its tokens. */
export interface Beginning {
  /** Index of the last response token. */
  end: number;
  text: string;
}

/** A response as text, for judges that read texts. */
export interface Said {
  prompt: TextOrChat;
  response: TextOrChat;
  /** Beginnings of the response that are to be judged too, such as the text up to the end of every step. */
  beginnings: readonly Beginning[];
}

/** A response in both forms: as tokens, for judges that have the vocabulary of its writer, and as texts. */
export interface ResponseToJudge extends PromptAndResponse {
  said: Said;
}

/** How a judge that reads one text at a time, in tokens of its own vocabulary, measures rewards. */
export interface ByText {
  /** How the rewards are measured, in the words of tables and legends. */
  how: string;
  /** `steps`: at the end of the prompt, at every beginning asked for and at the end. `end`: at the end alone. */
  at: "steps" | "end";
  /** The tokenizer that the judge reads with. */
  tokenizer: Tokenizer;
}

/** A model that gives rewards of responses. */
export interface Judge {
  /**
   * How a judge that reads texts measures. Such a judge gives rewards at some places only, and NaN at all others. A judge
   * without this field reads the given tokens in one causal pass and gives a reward at each token.
   */
  readonly byText?: ByText | undefined;
  /** Tokens of prompt and response together, at most. */
  readonly contextLength: number;
  /** @throws PlaygroundError if a response does not fit the context */
  processRewardsOf(records: readonly ResponseToJudge[]): Promise<ProcessRewards[]>;
  release(): Promise<void>;
}

/** The part of a judge that scores. */
export type Scorer = Pick<Judge, "byText" | "processRewardsOf">;

/** A judge with the tokenizer of the responses that it is given. */
export interface JudgeOf<Model> {
  model: Model;
  tokenizer: Tokenizer;
}

/** The name of a judge in tables and legends, with the way it measures if that is not one causal pass. */
export function judgeName(name: string, { byText }: Pick<Judge, "byText">): string {
  return byText ? `${name} (${byText.how})` : name;
}

/** A reward model's rewards for every prefix of a response, as logits (before σ). */
export interface ProcessRewards {
  /** Reward at the last prompt token, before the response begins. */
  prompt: number;
  /** Reward at each response token; the last is the outcome reward. */
  tokens: Float32Array;
}

export interface PromptAndResponse {
  promptIds: readonly number[];
  responseIds: readonly number[];
}
