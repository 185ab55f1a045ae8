/** A checkpoint of the hub that works well in a browser. */
export interface ListedModel {
  repository: string;
  /** Millions of parameters. */
  parameters: number;
  /** What it is good for. */
  use: string;
}

/**
 * Hub checkpoints whose weights fit what ONNX Runtime takes in a browser, policies with their language-model head: 2 GB
 * as float32. Whatever is not in the list can be looked up by its name, and says what it would need.
 */
export const SHORT_LIST: readonly ListedModel[] = [
  { repository: "HuggingFaceTB/SmolLM2-135M-Instruct", parameters: 135, use: "policy, base of a reward model" },
  { repository: "HuggingFaceTB/SmolLM2-360M-Instruct", parameters: 362, use: "policy, base of a reward model" },
  { repository: "openai-community/gpt2", parameters: 124, use: "policy, base of a reward model" },
];
