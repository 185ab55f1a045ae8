import * as v from "valibot";
import { PlaygroundError } from "../errors.ts";
import { checked } from "./json.ts";
import { isTrunkName } from "./names.ts";

/** TRL's names of the value head's tensors, in the model file or in a file of their own. */
export const V_HEAD_WEIGHT = "v_head.summary.weight";
export const V_HEAD_BIAS = "v_head.summary.bias";
/** transformers' name of a sequence classifier's head. */
export const SCORE_WEIGHT = "score.weight";
/** The bias of `score`: transformers' own classifiers have none, models trained with a cluster pack do. */
export const SCORE_BIAS = "score.bias";
/** The file of a value head beside the model's file. */
export const VALUE_HEAD = "value_head.safetensors";

/**
 * Demands that a head gives one reward per hidden state; the head of a classifier with several labels does not.
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

/** Names that heads go by, each as a part of a tensor's name: TRL's, transformers', OpenRLHF's and others'. */
const HEAD_LIKE =
  /(^|[._])(v_head|value_head|reward_head|score_head|score|classifier|regression_head|regression_layer|rm_head|value|reward)([._]|$)/;

/** The tensors of a linear layer, by name. */
interface LayerNames {
  weight: string;
  bias: string | null;
}

/** The tensors of a head, by name, and those of a layer before it, whose results go through a ReLU. */
export interface HeadNames extends LayerNames {
  inner: LayerNames | null;
}

/**
 * The head among the tensors of a model file, whatever its name: one linear layer, as PEFT saves it too (`modules_to_save`
 * is what was trained, `original_module` what was there before), or two, if the config says what stands between them. In a
 * model with a head, every tensor beside decoder and language-model head belongs to it: without one of them it would be another
 * head.
 * @returns null where no tensor is called like a head
 * @throws PlaygroundError naming the tensors of a head with several layers, or of several heads; or the class of a head that
 *   code of its own computes
 */
export function headAmong(
  names: Iterable<string>,
  file: string,
  { prefix, activation, ownCode, normalizes }: HeadSettings,
): HeadNames | null {
  const beside = [...names].filter((name) => !isTrunkName(name) && !name.startsWith("lm_head."));
  if (!beside.some((name) => HEAD_LIKE.test(name) || isOf(prefix, name))) return null;
  if (ownCode !== null) throw notOurCode(ownCode, file);
  const heads = beside.filter((name) => normalizes || !name.startsWith("normalizer."));
  const trained = heads.filter((name) => !name.includes(".original_module."));
  const weights = trained.filter((name) => name.endsWith(".weight"));
  const [weight] = weights;
  const bias = trained.find((name) => name === weight?.replace(/weight$/, "bias")) ?? null;
  const isOneLayer = weights.length === 1 && weight !== undefined && !/\.\d+\./.test(weight);
  if (isOneLayer && trained.length === (bias === null ? 1 : 2)) return { weight, bias, inner: null };
  const two = activation === "relu" ? twoLayers(trained) : null;
  if (two) return two;
  throw new PlaygroundError({
    what: "The value head of the checkpoint cannot be read",
    where: file,
    expected:
      "one linear layer, such as score.weight with or without score.bias; or score.0 and score.2 of a Qwen2ForRewardModel",
    found: `a head of another form: ${heads.join(", ")}`,
    fix: "Pick a reward model whose head is one linear layer.",
  });
}

function notOurCode(ownCode: string, file: string): PlaygroundError {
  return new PlaygroundError({
    what: "Code that comes with the checkpoint computes its rewards, and the playground does not run that code",
    where: file,
    expected: "a class of transformers, TRL or OpenRLHF, such as LlamaForSequenceClassification",
    found: ownCode,
    fix: "Pick a reward model of such a class, or save this one as such a class if its head is one linear layer.",
  });
}

/** A head like `score.0` and `score.2`: two linear layers of a Sequential, with its activation between them. */
function twoLayers(names: readonly string[]): HeadNames | null {
  const root = names[0]?.replace(/\.\d+\.(weight|bias)$/, "");
  const layer = (place: number): LayerNames => {
    const bias = `${root}.${place}.bias`;
    return { weight: `${root}.${place}.weight`, bias: names.includes(bias) ? bias : null };
  };
  const [inner, outer] = [layer(0), layer(2)];
  const found = [inner, outer].flatMap(({ weight, bias }) => (bias === null ? [weight] : [weight, bias]));
  const all = found.length === names.length && found.every((name) => names.includes(name));
  return all ? { ...outer, inner } : null;
}

/**
 * Demands that a head's layers fit each other and give one reward per hidden state.
 * @throws PlaygroundError naming expected and found shape
 */
export function checkLayers(
  tensors: ReadonlyMap<string, { shape: readonly number[] }>,
  { weight, inner }: HeadNames,
  hiddenSize: number,
  file: string,
): void {
  const [width = hiddenSize, columns = hiddenSize] = inner ? (tensors.get(inner.weight)?.shape ?? []) : [];
  const [biases = width] = inner?.bias ? (tensors.get(inner.bias)?.shape ?? []) : [];
  if (inner && (columns !== hiddenSize || biases !== width)) {
    throw new PlaygroundError({
      what: "The value head does not fit the decoder",
      where: `${file}, tensor ${inner.weight}`,
      expected: `shape [n, ${hiddenSize}], and n biases`,
      found: `[${width}, ${columns}], and ${biases} biases`,
    });
  }
  checkHead(tensors, weight, width, file);
}

function isOf(prefix: string | null, name: string): boolean {
  return prefix !== null && name.startsWith(`${prefix}.`);
}

function withoutHead(names: readonly string[]): string {
  const heads = names.filter((name) => !isTrunkName(name) && !name.startsWith("lm_head."));
  return heads.length === 0 ? "no tensor of that name" : `a head of another name or form: ${heads.join(", ")}`;
}

const scaling = v.looseObject({
  mean: v.nullish(v.pipe(v.number(), v.finite()), 0),
  std: v.nullish(
    v.pipe(
      v.number(),
      v.finite(),
      v.check((std) => std > 0, "a number above 0"),
    ),
    1,
  ),
});

/** Qwen's class of reward models, whose `score` is a linear layer, a ReLU and a linear layer. */
const qwenReward = v.looseObject({
  architectures: v.pipe(
    v.array(v.string()),
    v.check((names) => names.includes("Qwen2ForRewardModel")),
  ),
});

/** A config that names code in its own repository for classifiers, or for the model as a whole. */
const withCode = v.looseObject({
  auto_map: v.union([
    v.looseObject({ AutoModelForSequenceClassification: v.string() }),
    v.looseObject({ AutoModelForTokenClassification: v.string() }),
    v.looseObject({ AutoModel: v.string() }),
  ]),
});
const withClasses = v.looseObject({ architectures: v.array(v.string()) });

/** Classes whose heads are known to be others than those of transformers' classifiers. */
const OTHER_HEADS = /RewardModel.|ProcessReward|PRM|Prm/;

function ownCodeOf(configJson: object): string | null {
  if (v.is(qwenReward, configJson)) return null;
  const [name = "a class of its own"] = v.is(withClasses, configJson) ? configJson.architectures : [];
  return v.is(withCode, configJson) || OTHER_HEADS.test(name) ? name : null;
}

/** The fields of `config.json` that describe a head, as OpenRLHF writes them. */
export interface HeadSettings {
  prefix: string | null;
  /** The function between the two layers of a head; null if the config does not name one. */
  activation: "relu" | null;
  /** The class whose code computes the rewards, if that code comes with the checkpoint; otherwise null. */
  ownCode: string | null;
  /** Whether the tensors of a `normalizer` beside the head, as beaver has them, change the rewards. */
  normalizes: boolean;
  /** The model's reward is (reward − mean) / std; null if the config does not say so. */
  normal: { mean: number; std: number } | null;
}

/** @throws PlaygroundError naming the field, expected and found */
export function headSettings(configJson: object, file: string): HeadSettings {
  const found = v.safeParse(v.looseObject({ normalize_reward: v.literal(true) }), configJson);
  const named = v.safeParse(v.looseObject({ value_head_prefix: v.string() }), configJson);
  const prefix = named.success ? named.output.value_head_prefix : null;
  const activation: HeadSettings["activation"] = v.is(qwenReward, configJson) ? "relu" : null;
  const normalizes = v.is(v.looseObject({ do_normalize: v.literal(true) }), configJson);
  const head = { prefix, activation, normalizes, ownCode: ownCodeOf(configJson) };
  if (!found.success) return { ...head, normal: null };
  const { mean, std } = checked(scaling, configJson, file);
  return { ...head, normal: { mean, std } };
}

/**
 * reward = weight · hidden + bias, with hidden taken after the final norm. `weight` has shape `[hiddenSize]`; with an inner
 * layer, the reward is weight · relu(inner · hidden + biases) + bias, and `weight` has that layer's width.
 */
export interface ValueHead {
  weight: Float32Array;
  bias: number;
  inner?: InnerLayer;
}

/** `weight` has shape `[bias.length, hiddenSize]`. */
export interface InnerLayer {
  weight: Float32Array;
  bias: Float32Array;
}
