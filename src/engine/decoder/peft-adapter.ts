import * as v from "valibot";
import type { DecoderConfig } from "../checkpoint/config.ts";
import { checked, encodeJson, parseJson } from "../checkpoint/json.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../checkpoint/safetensors.ts";
import type { CheckpointSource } from "../checkpoint/source.ts";
import { PlaygroundError } from "../errors.ts";
import { adapterShapes, LORA_A, LORA_B, LORA_SCALE, type LoraSettings } from "./lora.ts";

const CONFIG = "adapter_config.json";
const WEIGHTS = "adapter_model.safetensors";

// What PEFT wraps around the names of the model it adapts.
const WRAPPER = "base_model.model.";

const adapterConfig = v.object({
  peft_type: v.literal("LORA"),
  r: v.pipe(v.number(), v.integer(), v.minValue(1)),
  lora_alpha: v.pipe(v.number(), v.finite(), v.gtValue(0)),
  use_rslora: v.nullish(v.literal(false)),
  use_dora: v.nullish(v.literal(false)),
});

/**
 * Adapters as PEFT has them: `adapter_config.json` and `adapter_model.safetensors`, which `PeftModel.from_pretrained` puts
 * on the base again. Full precision: they are small, and what is added up is compared closely.
 * @param trained holds the adapters' matrices by their names; whatever else is in it is left out
 * @param base what PEFT is told the adapted model is called
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
    // GPT-2's Conv1D keeps its weight as [in, out].
    fan_in_fan_out: config.architecture === "gpt2",
    inference_mode: true,
  };
  return new Map([
    [CONFIG, encodeJson(described)],
    [WEIGHTS, writeSafetensors(new Map(matrices.map(([name, tensor]) => [peftName(config, name), tensor])), "F32")],
  ]);
}

/**
 * Adapters that PEFT, or `saveAdapter`, has written for a decoder: what `mergeLora` adds to its weights.
 * @throws PlaygroundError naming file, field or tensor, expected and found where they do not fit the decoder
 */
export async function loadAdapter(source: CheckpointSource, config: DecoderConfig): Promise<Map<string, Tensor>> {
  const at = (file: string) => `${source.name}/${file}`;
  const described = checked(adapterConfig, parseJson(await source.read(CONFIG), at(CONFIG)), at(CONFIG));
  const adapter = new Map<string, Tensor>();
  const shapes = adapterShapes(config, { rank: described.r, targets: [] });
  for (const [name, tensor] of readSafetensors(await source.read(WEIGHTS), at(WEIGHTS))) {
    const own = ownName(config, name);
    const expected = shapes.get(own);
    if (expected?.join() !== tensor.shape.join()) throw unfit(`${at(WEIGHTS)}, tensor ${name}`, expected, tensor.shape);
    adapter.set(own, tensor);
    const layer = own.replace(/\.lora_[AB]\.weight$/, "");
    adapter.set(`${layer}.${LORA_SCALE}`, { shape: [], data: Float32Array.of(described.lora_alpha / described.r) });
  }
  for (const name of adapter.keys()) {
    const partner = name.endsWith(LORA_A) ? name.replace(LORA_A, LORA_B) : name.replace(LORA_B, LORA_A);
    if (!adapter.has(partner))
      throw unfit(`${at(WEIGHTS)}, tensor ${peftName(config, partner)}`, shapes.get(partner), null);
  }
  return adapter;
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
