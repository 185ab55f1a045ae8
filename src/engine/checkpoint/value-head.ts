import { PlaygroundError } from "../errors.ts";

/** TRL's names, in the model file or in one of its own. */
export const V_HEAD_WEIGHT = "v_head.summary.weight";
export const V_HEAD_BIAS = "v_head.summary.bias";
/** The head of a sequence classifier in transformers. */
export const SCORE_WEIGHT = "score.weight";
/** Its bias, which transformers' own heads lack and those of a pack for a cluster have. */
export const SCORE_BIAS = "score.bias";
/** The file of a head beside the model's. */
export const VALUE_HEAD = "value_head.safetensors";

/**
 * A head gives one reward a hidden state: a classifier of several labels is none.
 * @throws PlaygroundError naming expected and found shape
 */
export function checkHead<Shaped extends { shape: readonly number[] }>(
  tensors: ReadonlyMap<string, Shaped>,
  name: string,
  hiddenSize: number,
  file: string,
): Shaped {
  const tensor = tensors.get(name);
  const [rows, columns] = tensor?.shape ?? [];
  if (tensor && tensor.shape.length === 2 && rows === 1 && columns === hiddenSize) return tensor;
  throw new PlaygroundError({
    what: "The value head does not fit the decoder",
    where: `${file}, tensor ${name}`,
    expected: `shape [1, ${hiddenSize}]: one reward from the hidden state`,
    found: tensor ? `[${tensor.shape.join(", ")}]` : withoutHead([...tensors.keys()]),
  });
}

/** Names that heads go by elsewhere. */
const HEAD_LIKE =
  /(^|[._])(v_head|value_head|reward_head|score_head|score|classifier|regression_head|rm_head|value|reward)([._]|$)/;

function withoutHead(names: readonly string[]): string {
  const heads = names.filter((name) => HEAD_LIKE.test(name));
  return heads.length === 0 ? "no tensor of that name" : `a head of another name or form: ${heads.join(", ")}`;
}
