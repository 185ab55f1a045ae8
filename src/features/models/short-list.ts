import { msg } from "../../i18n/msg.ts";
/** A checkpoint of the hub that works well in a browser. */
export interface ListedModel {
  repository: string;
  /** Number of parameters in millions. */
  parameters: number;
  licence: string;
  /** What the model is good for. */
  use: string;
}

/** A short list of checkpoints. Others can be looked up by name; the page then says what they demand. */
export const SHORT_LIST: readonly ListedModel[] = [
  {
    ...{ repository: "HuggingFaceTB/SmolLM2-135M-Instruct", parameters: 135, licence: "apache-2.0" },
    use: msg("the smallest to start a reward model from, by LoRA on Wasm; writes"),
  },
  {
    ...{ repository: "HuggingFaceTB/SmolLM2-360M-Instruct", parameters: 362, licence: "apache-2.0" },
    use: msg("base of a reward model, where 135 M is too weak; writes"),
  },
  {
    ...{ repository: "openai-community/gpt2", parameters: 124, licence: "mit" },
    use: msg("base of a reward model without a chat template; writes"),
  },
  {
    ...{ repository: "Qwen/Qwen2.5-0.5B-Instruct", parameters: 494, licence: "apache-2.0" },
    use: msg("writes mathematics step by step; base of a reward model"),
  },
  {
    ...{ repository: "Qwen/Qwen3-0.6B", parameters: 596, licence: "apache-2.0" },
    use: msg("shares its vocabulary with the reward model of Skywork, which judges what it writes"),
  },
  {
    ...{ repository: "Skywork/Skywork-Reward-V2-Qwen3-0.6B", parameters: 596, licence: "apache-2.0" },
    use: msg("reward model trained on a large data set: judges every token"),
  },
  {
    ...{ repository: "trl-lib/Qwen2-0.5B-Reward", parameters: 494, licence: "apache-2.0" },
    use: msg("what TRL's RewardTrainer makes of Qwen2-0.5B: a reward model to hold one of your own against"),
  },
  {
    ...{ repository: "Qwen/Qwen3-Reranker-0.6B", parameters: 596, licence: "apache-2.0" },
    use: msg("answers yes or no about a text: a generative judge, once you say what it is asked"),
  },
  {
    ...{ repository: "mixedbread-ai/mxbai-rerank-xsmall-v1", parameters: 71, licence: "apache-2.0" },
    use: msg(
      "DeBERTa that scores how well a text answers a question: the smallest encoder that judges, as its ONNX graph",
    ),
  },
  {
    ...{ repository: "onnx-community/Qwen2.5-0.5B-Instruct", parameters: 494, licence: "apache-2.0" },
    use: msg("Qwen2.5-0.5B-Instruct in four to sixteen bits: writes, and judges by its answer"),
  },
  {
    ...{ repository: "onnx-community/Qwen3-0.6B-ONNX", parameters: 596, licence: "apache-2.0" },
    use: msg("Qwen3-0.6B in four to sixteen bits: writes, and judges by its answer"),
  },
  {
    ...{ repository: "onnx-community/gemma-3-270m-it-ONNX", parameters: 270, licence: "gemma" },
    use: msg("another family, small: writes, and judges by its answer"),
  },
];
