import { numpy as np, tree } from "@jax-js/jax";

/**
 * What the rows of a batch hold, and so what each token sees: the mask `[…, T]` of rows that are one sequence each
 * (1 = token, 0 = padding), or rows of a prompt with its responses.
 */
export type RowMask = np.Array | SharedPrompts;

/**
 * Rows `[prompt, response 1, …, response N]` of P + N·R positions: a prompt that is read once for N responses. A
 * response sees its prompt and itself, and no other response. Prompt and responses are right-padded, to P and to R.
 */
export type SharedPrompts = {
  /** `[…, P]`, 1 = token. */
  prompt: np.Array;
  /** `[…, N, R]`, 1 = token. */
  responses: np.Array;
  /** Index of each token in its sequence of prompt and response, `[…, P + N·R]` int32; below P + R at padding, too. */
  positions: np.Array;
};

export function isShared(mask: RowMask): mask is SharedPrompts {
  return "prompt" in mask;
}

/** New references to the arrays of a mask. */
export function borrowMask(mask: RowMask): RowMask {
  return tree.ref(mask) as RowMask;
}

export function disposeMask(mask: RowMask): void {
  tree.dispose(mask);
}

/** Arrays of prompts `[…, B, P, …]` and of their responses `[…, B, N, R, …]`. */
export interface PromptRows {
  prompts: np.Array;
  responses: np.Array;
}

/** Splits rows `[…, B, P + N·R, H]` into prompts and responses. Consumes x, borrows the mask. */
export function splitRows(x: np.Array, { prompt, responses }: SharedPrompts): PromptRows {
  const [length, width] = x.shape.slice(-2) as [number, number];
  const [count, own] = responses.shape.slice(-2) as [number, number];
  const first = prompt.shape.at(-1) as number;
  const all = x.shape.slice(0, -2).map(() => [] as []);
  return {
    prompts: x.ref.slice(...all, [0, first]),
    responses: x.slice(...all, [first, length]).reshape([...x.shape.slice(0, -2), count, own, width]),
  };
}

/** The rows `[…, B, P + N·R, H]` of prompts and responses. Consumes both. */
export function joinRows({ prompts, responses }: PromptRows): np.Array {
  const width = prompts.shape.at(-1) as number;
  return np.concatenate([prompts, responses.reshape([...prompts.shape.slice(0, -2), -1, width])], -2);
}

/**
 * The states of the responses alone, as rows of their own: `[…, B, P + N·R, H]` → `[…, N·B, R, H]`, all first responses
 * before all second ones. Consumes `hidden`, borrows the mask.
 */
export function responseStates(hidden: np.Array, mask: SharedPrompts): np.Array {
  const { prompts, responses } = splitRows(hidden, mask);
  prompts.dispose();
  const [rows, count, own, width] = responses.shape.slice(-4) as [number, number, number, number];
  const leading = responses.shape.slice(0, -4);
  const axes = leading.map((_, axis) => axis);
  const [second, first, third, last] = [0, 1, 2, 3].map((axis) => leading.length + axis) as [
    number,
    number,
    number,
    number,
  ];
  return responses.transpose([...axes, first, second, third, last]).reshape([...leading, count * rows, own, width]);
}
