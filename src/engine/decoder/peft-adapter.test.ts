import { describe, expect, test } from "vitest";
import { GOLDEN_DECODERS, goldenSource } from "../../testing/golden.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { encodeJson } from "../checkpoint/json.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../checkpoint/safetensors.ts";
import { memorySource } from "../checkpoint/source.ts";
import { PlaygroundError } from "../errors.ts";
import { loraWeights, mergeLora } from "./lora.ts";
import { loadAdapter, saveAdapter, withAdapter } from "./peft-adapter.ts";

const settings = { rank: 4, alpha: 8, targets: [] };

async function adapted(decoder: string, targets: readonly string[] = []) {
  const { config, weights } = await loadCheckpoint(await goldenSource(decoder));
  const { adapters, scales } = loraWeights(config, weights, { ...settings, targets }, 1);
  // Trained adapters: B is no longer zero.
  const trained = new Map(
    [...adapters].map(([name, { shape, data }]): [string, Tensor] => [
      name,
      { shape, data: data.map((x, i) => x + Math.sin(i) / 8) },
    ]),
  );
  return { config, weights, trained, scales, files: saveAdapter(config, trained, { ...settings, targets }, "base") };
}

describe.each(GOLDEN_DECODERS)("adapters of %s", (decoder) => {
  test("come back as they were, and make the same merged weights", async () => {
    const { config, weights, trained, scales, files } = await adapted(decoder);
    const loaded = await loadAdapter(memorySource(files), config);
    expect(new Map([...loaded].sort())).toEqual(new Map([...trained, ...scales].sort()));
    expect(mergeLora(config, new Map([...weights, ...loaded]))).toEqual(
      mergeLora(config, new Map([...weights, ...trained, ...scales])),
    );
  });
});

test("names and settings are those PEFT reads", async () => {
  const of = async (decoder: string, targets: string[]) => {
    const { files } = await adapted(decoder, targets);
    const config = JSON.parse(new TextDecoder().decode(files.get("adapter_config.json")));
    return { config, names: [...readSafetensors(files.get("adapter_model.safetensors") as Uint8Array, "a").keys()] };
  };
  const llama = await of("llama", ["q_proj"]);
  expect(llama.config).toMatchObject({ peft_type: "LORA", r: 4, lora_alpha: 8, target_modules: ["q_proj"] });
  expect(llama.names.slice(0, 2)).toEqual([
    "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight",
    "base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight",
  ]);
  const gpt2 = await of("gpt2", []);
  expect(gpt2.config).toMatchObject({ fan_in_fan_out: true, target_modules: ["c_attn", "c_fc", "c_proj"] });
  expect(gpt2.names[0]).toBe("base_model.model.transformer.h.0.attn.c_attn.lora_A.weight");
});

test("a value head that was trained beside the adapters comes with them; a second head is left out", async () => {
  const base = await loadCheckpoint(await goldenSource("llama"));
  const { files, trained, scales } = await adapted("llama");
  const H = base.config.hiddenSize;
  const tensors = readSafetensors(files.get("adapter_model.safetensors") as Uint8Array, "a");
  const weight = new Float32Array(H).map((_, i) => i / H);
  tensors.set("base_model.model.score.weight", { shape: [1, H], data: weight });
  tensors.set("base_model.model.score.bias", { shape: [1], data: Float32Array.of(0.5) });
  tensors.set("base_model.model.text_head.weight", { shape: [1, 1], data: Float32Array.of(1) });
  const source = memorySource(new Map([...files, ["adapter_model.safetensors", writeSafetensors(tensors, "F32")]]));
  const found = await withAdapter(base, source);
  expect(found.valueHead).toEqual({ weight, bias: 0.5 });
  expect(found.weights).toEqual(mergeLora(base.config, new Map([...base.weights, ...trained, ...scales])));
  const short = new Map([...tensors, ["base_model.model.score.weight", { shape: [1, 1], data: Float32Array.of(1) }]]);
  const unfit = memorySource(new Map([...files, ["adapter_model.safetensors", writeSafetensors(short, "F32")]]));
  await expect(withAdapter(base, unfit)).rejects.toThrow(/tensor score\.weight/);
});

test.each(["rank_pattern", "alpha_pattern"])(
  "layers with a %s of their own are refused by that field",
  async (field) => {
    const { config, files } = await adapted("llama");
    const described = JSON.parse(new TextDecoder().decode(files.get("adapter_config.json")));
    const other = encodeJson({ ...described, [field]: { q_proj: 2 } });
    const source = memorySource(new Map([...files, ["adapter_config.json", other]]));
    await expect(loadAdapter(source, config)).rejects.toThrow(new RegExp(field));
  },
);

test("what does not fit the decoder is named", async () => {
  const { config, files } = await adapted("llama");
  const weights = readSafetensors(files.get("adapter_model.safetensors") as Uint8Array, "a");
  const [first, second] = [...weights.keys()] as [string, string];
  const changed = (file: string, bytes: Uint8Array) =>
    loadAdapter(memorySource(new Map([...files, [file, bytes]])), config);
  const withTensors = (change: (tensors: Map<string, Tensor>) => void) => {
    const tensors = new Map(weights);
    change(tensors);
    return changed("adapter_model.safetensors", writeSafetensors(tensors, "F32"));
  };
  const cases: [Promise<unknown>, RegExp][] = [
    [withTensors((tensors) => tensors.delete(second)), /lora_B\.weight\)\. Expected shape .*found none/],
    [
      withTensors((tensors) => tensors.set(first, { shape: [1], data: Float32Array.of(1) })),
      /lora_A.*found shape \[1\]/,
    ],
    [withTensors((tensors) => tensors.set("score.lora_A.weight", { shape: [1], data: Float32Array.of(1) })), /score/],
    [changed("adapter_config.json", encodeJson({ peft_type: "IA3" })), /peft_type.*adapter_config\.json/],
    ...Object.entries({ use_dora: true, alora_invocation_tokens: [1], layer_replication: [[0, 1]] }).map(
      ([field, value]): [Promise<unknown>, RegExp] => [
        changed("adapter_config.json", encodeJson({ peft_type: "LORA", r: 4, lora_alpha: 8, [field]: value })),
        new RegExp(field),
      ],
    ),
  ];
  for (const [loading, message] of cases) {
    await expect(loading).rejects.toThrow(PlaygroundError);
    await expect(loading).rejects.toThrow(message);
  }
});
