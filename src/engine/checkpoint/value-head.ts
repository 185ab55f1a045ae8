import { PlaygroundError } from "../errors.ts";

/** TRL's names, in the model file or in one of its own. */
export const V_HEAD_WEIGHT = "v_head.summary.weight";
export const V_HEAD_BIAS = "v_head.summary.bias";
/** The head of a sequence classifier in transformers. */
export const SCORE_WEIGHT = "score.weight";
/** The file of a head beside the model's. */
export const VALUE_HEAD = "value_head.safetensors";

/**
 * A head gives one reward a hidden state: a classifier of several labels is none.
 * @throws PlaygroundError naming expected and found shape
 */
export function checkHead<Shaped extends { shape: readonly number[] }>(
  tensor: Shaped | undefined,
  name: string,
  hiddenSize: number,
  file: string,
): Shaped {
  const [rows, columns] = tensor?.shape ?? [];
  if (tensor && tensor.shape.length === 2 && rows === 1 && columns === hiddenSize) return tensor;
  throw new PlaygroundError({
    what: "The value head does not fit the decoder",
    where: `${file}, tensor ${name}`,
    expected: `shape [1, ${hiddenSize}]: one reward from the hidden state`,
    found: tensor ? `[${tensor.shape.join(", ")}]` : "no tensor of that name",
  });
}
