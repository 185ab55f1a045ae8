/** A checkpoint of the hub that works well in a browser. */
export interface ListedModel {
  repository: string;
  /** Number of parameters in millions. */
  parameters: number;
  /** What the checkpoint is useful for. */
  use: string;
}

/** A short list of checkpoints. Others can be looked up by name; the page then says what they demand. */
export const SHORT_LIST: readonly ListedModel[] = [
  { repository: "HuggingFaceTB/SmolLM2-135M-Instruct", parameters: 135, use: "policy, base of a reward model" },
  { repository: "HuggingFaceTB/SmolLM2-360M-Instruct", parameters: 362, use: "policy, base of a reward model" },
  { repository: "openai-community/gpt2", parameters: 124, use: "policy, base of a reward model" },
  { repository: "Qwen/Qwen2.5-0.5B-Instruct", parameters: 494, use: "policy, base of a reward model" },
  { repository: "Qwen/Qwen3-0.6B", parameters: 596, use: "policy, base of a reward model" },
  { repository: "Skywork/Skywork-Reward-V2-Qwen3-0.6B", parameters: 596, use: "reward model, ready to judge" },
  { repository: "onnx-community/Qwen2.5-0.5B-Instruct", parameters: 494, use: "policy, quantised ONNX" },
  { repository: "onnx-community/Qwen3-0.6B-ONNX", parameters: 596, use: "policy, quantised ONNX" },
];
