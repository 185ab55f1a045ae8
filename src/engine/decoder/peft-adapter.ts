import * as v from "valibot";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { checked, encodeJson, parseJson } from "../checkpoint/json.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../checkpoint/safetensors.ts";
import type { CheckpointSource } from "../checkpoint/source.ts";
import type { ValueHead } from "../checkpoint/value-head.ts";
import { checkHead, SCORE_BIAS, SCORE_WEIGHT } from "../checkpoint/value-head.ts";
import { PlaygroundError } from "../errors.ts";
import { adapterShapes, LORA_A, LORA_B, LORA_SCALE, type LoraSettings, mergeLora } from "./lora.ts";
import { TEXT_HEAD_WEIGHT } from "./text-head.ts";

const CONFIG = "adapter_config.json";
const WEIGHTS = "adapter_model.safetensors";

// The prefix that PEFT puts before the names of the adapted model.
const WRAPPER = "base_model.model.";

// What of PEFT's settings gives the same tensors another meaning is not supported: read without it, they would be another
// model. So are ranks and scales of single layers, adapters that begin at some token, and other ways to compute them.
const none = v.nullish(v.strictObject({}));
const off = v.nullish(v.literal(false));
const unset = v.nullish(v.null());

const adapterConfig = v.object({
  peft_type: v.literal("LORA"),
  r: v.pipe(v.number(), v.integer(), v.minValue(1)),
  lora_alpha: v.pipe(v.number(), v.finite(), v.gtValue(0)),
  use_rslora: off,
  use_dora: off,
  use_qalora: off,
  use_bdlora: unset,
  rank_pattern: none,
  alpha_pattern: none,
  alora_invocation_tokens: unset,
  layer_replication: unset,
  kasa_config: unset,
});

/**
 * Adapters in PEFT's files, `adapter_config.json` and `adapter_model.safetensors`, which `PeftModel.from_pretrained`
 * puts on the base again. They are written in full precision: they are small, and rewards are compared closely.
 * @param trained holds the adapters' matrices by name; other tensors are left out
 * @param base the name of the base model that PEFT is told
 */
export function saveAdapter(
  config: DecoderConfig,
  trained: ReadonlyMap<string, Tensor>,
  { rank, alpha, targets }: LoraSettings,
  base: string,
): Map<string, Uint8Array> {
  const matrices = [...trained].filter(([name]) => name.endsWith(LORA_A) || name.endsWith(LORA_B));
  const layers = matrices.map(([name]) => name.split(".").at(-3) as string);
  const described = {
    peft_type: "LORA",
    task_type: "CAUSAL_LM",
    base_model_name_or_path: base,
    r: rank,
    lora_alpha: alpha,
    lora_dropout: 0,
    bias: "none",
    target_modules: targets.length > 0 ? targets : [...new Set(layers)].sort(),
    // GPT-2's Conv1D keeps its weight as `[in, out]`.
    fan_in_fan_out: config.architecture === "gpt2",
    inference_mode: true,
  };
  return new Map([
    [CONFIG, encodeJson(described)],
    [WEIGHTS, writeSafetensors(new Map(matrices.map(([name, tensor]) => [peftName(config, name), tensor])), "F32")],
  ]);
}

/**
 * Reads the adapters that PEFT or `saveAdapter` has written for a decoder; `mergeLora` adds them to its weights.
 * @throws PlaygroundError naming file, field or tensor, expected and found, if the adapters do not fit the decoder
 */
export async function loadAdapter(source: CheckpointSource, config: DecoderConfig): Promise<Map<string, Tensor>> {
  return (await readAdapter(source, config)).matrices;
}

/**
 * A checkpoint with an adapter merged into its weights, and with the value head that was trained with the adapter:
 * `score`, as PEFT saves it for a sequence classifier. The second head of a training is left out.
 * @throws PlaygroundError as `loadAdapter` does
 */
export async function withAdapter(base: Checkpoint, source: CheckpointSource): Promise<Checkpoint> {
  const { matrices, valueHead } = await readAdapter(source, base.config);
  const weights = mergeLora(base.config, new Map([...base.weights, ...matrices]));
  return { ...base, weights, valueHead: valueHead ?? base.valueHead };
}

async function readAdapter(
  source: CheckpointSource,
  config: DecoderConfig,
): Promise<{ matrices: Map<string, Tensor>; valueHead: ValueHead | null }> {
  const at = (file: string) => `${source.name}/${file}`;
  const described = checked(adapterConfig, parseJson(await source.read(CONFIG), at(CONFIG)), at(CONFIG));
  const matrices = new Map<string, Tensor>();
  const heads = new Map<string, Tensor>();
  const shapes = adapterShapes(config, { rank: described.r, targets: [] });
  for (const [name, tensor] of readSafetensors(await source.read(WEIGHTS), at(WEIGHTS))) {
    const own = ownName(config, name);
    if (own === TEXT_HEAD_WEIGHT) continue;
    if (own === SCORE_WEIGHT || own === SCORE_BIAS) {
      heads.set(own, tensor);
      continue;
    }
    const expected = shapes.get(own);
    if (expected?.join() !== tensor.shape.join()) throw unfit(`${at(WEIGHTS)}, tensor ${name}`, expected, tensor.shape);
    matrices.set(own, tensor);
    const layer = own.replace(/\.lora_[AB]\.weight$/, "");
    matrices.set(`${layer}.${LORA_SCALE}`, { shape: [], data: Float32Array.of(described.lora_alpha / described.r) });
  }
  for (const name of matrices.keys()) {
    const partner = name.endsWith(LORA_A) ? name.replace(LORA_A, LORA_B) : name.replace(LORA_B, LORA_A);
    if (!matrices.has(partner))
      throw unfit(`${at(WEIGHTS)}, tensor ${peftName(config, partner)}`, shapes.get(partner), null);
  }
  if (heads.size === 0) return { matrices, valueHead: null };
  const weight = checkHead(heads, SCORE_WEIGHT, config.hiddenSize, at(WEIGHTS)).data;
  return { matrices, valueHead: { weight, bias: heads.get(SCORE_BIAS)?.data[0] ?? 0 } };
}

function peftName({ architecture }: DecoderConfig, name: string): string {
  return architecture === "gpt2" ? `${WRAPPER}transformer.${name}` : `${WRAPPER}${name}`;
}

function ownName({ architecture }: DecoderConfig, name: string): string {
  const bare = name.startsWith(WRAPPER) ? name.slice(WRAPPER.length) : name;
  return architecture === "gpt2" ? bare.replace(/^transformer\./, "") : bare;
}

function unfit(
  where: string,
  expected: readonly number[] | undefined,
  found: readonly number[] | null,
): PlaygroundError {
  return new PlaygroundError({
    what: "A tensor of the adapter does not fit the decoder",
    where,
    expected: expected ? `shape [${expected.join(", ")}]` : "an adapter of one of its linear layers",
    found: found ? `shape [${found.join(", ")}]` : "none",
    fix: "Take the adapter with the model it was trained on.",
  });
}
