import { describe, expect, test } from "vitest";
import { GOLDEN_DECODERS, goldenFiles, goldenSource } from "../../testing/golden.ts";
import { PlaygroundError } from "../errors.ts";
import { loadCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import { describeCheckpoint, weightFiles } from "./describe.ts";
import { blobSet } from "./file-set.ts";
import { encodeJson } from "./json.ts";
import { expectedTensors } from "./names.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "./safetensors.ts";
import { memorySource } from "./source.ts";

type Files = Map<string, Uint8Array>;

const load = (files: Files) => loadCheckpoint(memorySource(files, "dir"));

function tensorsOf(files: Files, file = "model.safetensors"): Map<string, Tensor> {
  return readSafetensors(files.get(file) as Uint8Array, file);
}

/** The golden Llama with its model file changed. */
async function withModel(change: (tensors: Map<string, Tensor>) => void): Promise<Files> {
  const files = await goldenFiles("llama");
  const tensors = tensorsOf(files);
  change(tensors);
  return files.set("model.safetensors", writeSafetensors(tensors, "F32"));
}

describe.for(GOLDEN_DECODERS)("%s", (name) => {
  test("has the tensors that its config tells of", async () => {
    const { config, weights } = await loadCheckpoint(await goldenSource(name));
    expect(new Map([...weights].map(([key, { shape }]) => [key, shape]))).toEqual(expectedTensors(config));
  });

  test("survives saving and loading", async () => {
    const checkpoint = await loadCheckpoint(await goldenSource(name));
    const again = await loadCheckpoint(memorySource(saveCheckpoint(checkpoint, { dtype: "F32" }), name));
    expect(again).toEqual({ ...checkpoint, configJson: { ...checkpoint.configJson, torch_dtype: "float32" } });
  });

  test("saved in half precision it keeps eleven bits, and its value head all", async () => {
    const checkpoint = await loadCheckpoint(await goldenSource(name));
    const again = await load(saveCheckpoint(checkpoint, { dtype: "F16" }));
    expect(again.valueHead).toEqual(checkpoint.valueHead);
    for (const [key, { data }] of checkpoint.weights) {
      const found = again.weights.get(key)?.data;
      const gap = Math.max(
        ...data.map((x, i) => Math.abs(x - (found?.[i] as number)) / Math.max(Math.abs(x), 2 ** -13)),
      );
      expect(gap, key).toBeLessThanOrEqual(2 ** -11);
    }
  });
});

test("GPT-2 weights with and without their prefix are the same", async () => {
  const files = await goldenFiles("gpt2");
  const plain = await load(files);
  const prefixed = await load(files.set("model.safetensors", files.get("model_prefixed.safetensors") as Uint8Array));
  expect(prefixed.weights).toEqual(plain.weights);
});

describe("sharded weights", () => {
  async function sharded(): Promise<Files> {
    const files = await goldenFiles("qwen2");
    const all = [...tensorsOf(files)];
    const shards: [string, [string, Tensor][]][] = [
      ["model-1.safetensors", all.slice(0, 9)],
      ["model-2.safetensors", all.slice(9)],
    ];
    const weight_map: Record<string, string> = {};
    files.delete("model.safetensors");
    for (const [file, tensors] of shards) {
      files.set(file, writeSafetensors(new Map(tensors), "F32"));
      for (const [name] of tensors) weight_map[name] = file;
    }
    return files.set("model.safetensors.index.json", encodeJson({ metadata: {}, weight_map }));
  }

  test("are put together", async () => {
    expect((await load(await sharded())).weights).toEqual((await load(await goldenFiles("qwen2"))).weights);
  });

  test("stand back behind one file beside them, as transformers has it", async () => {
    const [files, whole] = [await sharded(), await goldenFiles("qwen2")];
    const tensors = tensorsOf(whole);
    const norm = "model.norm.weight";
    tensors.set(norm, { shape: [32], data: new Float32Array(32).fill(7) });
    files.set("model.safetensors", writeSafetensors(tensors, "F32"));
    const blobs = new Map([...files].map(([path, bytes]) => [path, new Blob([Uint8Array.from(bytes)])]));
    expect(await weightFiles(blobSet("dir", blobs))).not.toContain("model-1.safetensors");
    for (const path of ["model-1.safetensors", ""]) {
      files.delete(path);
      expect((await load(files)).weights.get(norm)?.data[0]).toBe(7);
    }
  });

  test("a missing shard is named", async () => {
    const files = await sharded();
    files.delete("model-2.safetensors");
    await expect(load(files)).rejects.toThrow(/shard of the checkpoint is missing.*Expected model-2\.safetensors/);
  });

  test("a shard without a tensor that the index says it has is named", async () => {
    const files = await sharded();
    const norm = "model.norm.weight";
    const without = new Map([...tensorsOf(files, "model-2.safetensors")].filter(([name]) => name !== norm));
    files.set("model-2.safetensors", writeSafetensors(without, "F32"));
    await expect(load(files)).rejects.toThrow(/index\.json, tensor model\.norm\.weight\).*in model-2\.safetensors/);
  });

  test("an index of another form is named", async () => {
    const files = (await sharded()).set("model.safetensors.index.json", encodeJson({}));
    await expect(load(files)).rejects.toThrow(/weight_map.*index\.json/);
  });
});

describe("value head", () => {
  const head = (length: number): Tensor => ({ shape: [1, length], data: new Float32Array(length).fill(0.5) });

  test("of its own file", async () => {
    const { valueHead } = await load(await goldenFiles("llama"));
    expect(valueHead?.weight).toHaveLength(32);
    expect(valueHead?.bias).toBeCloseTo(0.0815, 4);
  });

  test("within the model file", async () => {
    const files = await withModel((tensors) => {
      tensors
        .set("v_head.summary.weight", head(32))
        .set("v_head.summary.bias", { shape: [1], data: Float32Array.of(2) });
    });
    files.delete("value_head.safetensors");
    expect((await load(files)).valueHead).toEqual({ weight: head(32).data, bias: 2 });
  });

  const named = async (tensors: Record<string, Tensor>, settings: object = {}) => {
    const files = await withModel((all) => {
      for (const [name, tensor] of Object.entries(tensors)) all.set(name, tensor);
    });
    files.delete("value_head.safetensors");
    const config = JSON.parse(new TextDecoder().decode(files.get("config.json")));
    return files.set("config.json", encodeJson({ ...config, ...settings }));
  };
  const bias: Tensor = { shape: [1], data: Float32Array.of(2) };
  const described = async (files: Files) =>
    describeCheckpoint(
      blobSet("dir", new Map([...files].map(([path, bytes]) => [path, new Blob([Uint8Array.from(bytes)])]))),
    );

  test.each<[string, Record<string, Tensor>, number, object?]>([
    ["score, with a bias", { "score.weight": head(32), "score.bias": bias }, 2],
    ["OpenRLHF's", { "value_head.weight": head(32) }, 0, { value_head_prefix: "value_head" }],
    ["one that config.json names", { "judge.weight": head(32), "judge.bias": bias }, 2, { value_head_prefix: "judge" }],
    ["score_head", { "score_head.weight": head(32) }, 0, { architectures: ["LlamaForScore"] }],
    [
      "PEFT's, which keeps what was there before",
      {
        "score.original_module.weight": { shape: [1, 32], data: new Float32Array(32) },
        "score.modules_to_save.default.weight": head(32),
      },
      0,
    ],
    [
      "beaver's, whose normaliser is off",
      { "score_head.weight": head(32), "normalizer.mean": bias },
      0,
      { architectures: ["LlamaForScore"], do_normalize: false },
    ],
  ])("of another name: %s", async (_, tensors, expected, settings) => {
    const files = await named(tensors, settings);
    expect((await load(files)).valueHead).toEqual({ weight: head(32).data, bias: expected });
    expect(await described(files)).toMatchObject({ valueHead: true, twoLayerHead: false });
  });

  test.each<[string, Record<string, Tensor>, object, RegExp]>([
    [
      "ArmoRM's gates",
      { "score.weight": head(32), "gating.0.weight": head(32) },
      {},
      /another form: .*gating\.0\.weight/,
    ],
    [
      "scores of many kinds",
      { "regression_layer.weight": { shape: [2, 32], data: new Float32Array(64) } },
      {},
      /\[2, 32\]/,
    ],
    [
      "a normaliser that is on",
      { "score.weight": head(32), "normalizer.mean": bias },
      { do_normalize: true },
      /normalizer/,
    ],
    [
      "a class of its own",
      { "score.weight": head(32) },
      { architectures: ["LlamaForRewardModelWithGating"] },
      /WithGating/,
    ],
    [
      "code of its own",
      { "v_head.summary.weight": head(32) },
      { auto_map: { AutoModelForSequenceClassification: "modeling.Mine" } },
      /does not run that code/,
    ],
  ])("computed by more than its layer is refused: %s", async (_, tensors, settings, reason) => {
    const files = await named(tensors, settings);
    await expect(load(files)).rejects.toThrow(reason);
    await expect(described(files)).rejects.toThrow(reason);
  });

  test("whose rewards are normalised gives those that are meant, and once only", async () => {
    const normal = { normalize_reward: true, mean: 2.5, std: 4 };
    const checkpoint = await load(await named({ "score.weight": head(32), "score.bias": bias }, normal));
    const meant = { weight: new Float32Array(32).fill(0.125), bias: -0.125 };
    expect(checkpoint.valueHead).toEqual(meant);
    expect((await load(saveCheckpoint(checkpoint, { dtype: "F32" }))).valueHead).toEqual(meant);
    await expect(load(await named({ "score.weight": head(32) }, { ...normal, std: 0 }))).rejects.toThrow(/"std"/);
  });

  test("of two layers is read where the config says what stands between them, and survives saving", async () => {
    const tensors = {
      "score.0.weight": { shape: [2, 32], data: new Float32Array(64).map((_, i) => (i < 32 ? 1 : -1)) },
      "score.0.bias": { shape: [2], data: Float32Array.of(1, 1) },
      "score.2.weight": { shape: [1, 2], data: Float32Array.of(2, 3) },
      "score.2.bias": bias,
    };
    const qwen = { architectures: ["Qwen2ForRewardModel"] };
    const files = await named(tensors, qwen);
    const checkpoint = await load(files);
    const inner = { weight: tensors["score.0.weight"].data, bias: Float32Array.of(1, 1) };
    expect(checkpoint.valueHead).toEqual({ weight: Float32Array.of(2, 3), bias: bias.data[0], inner });
    expect(await described(files)).toMatchObject({ valueHead: true, twoLayerHead: true });
    expect((await load(saveCheckpoint(checkpoint, { dtype: "F32" }))).valueHead).toEqual(checkpoint.valueHead);
    const narrow = { ...tensors, "score.0.weight": head(31) };
    await expect(load(await named(narrow, qwen))).rejects.toThrow(/score\.0\.weight.*\[n, 32\].*\[1, 31\]/);
  });

  test.each<[string, Record<string, Tensor>, RegExp]>([
    [
      "several layers",
      { "score.0.weight": head(32), "score.2.weight": head(32) },
      /score\.0\.weight, score\.2\.weight/,
    ],
    ["two heads", { "score.weight": head(32), "v_head.summary.weight": head(32) }, /score\.weight, v_head/],
    ["a bias alone", { "score.bias": bias }, /one linear layer.*score\.bias/],
  ])("of another form is refused by its tensors: %s", async (_, tensors, said) => {
    const files = await named(tensors);
    await expect(load(files)).rejects.toThrow(said);
    await expect(described(files)).rejects.toThrow(said);
  });

  test("none", async () => {
    const files = await goldenFiles("llama");
    files.delete("value_head.safetensors");
    expect((await load(files)).valueHead).toBeNull();
  });

  test("of another width is refused", async () => {
    const tensors = new Map([["v_head.summary.weight", head(31)]]);
    const files = (await goldenFiles("llama")).set("value_head.safetensors", writeSafetensors(tensors, "F32"));
    await expect(load(files)).rejects.toThrow(/v_head\.summary\.weight.*\[1, 32\].*found \[1, 31\]/);
  });

  describe("of a sequence classifier", () => {
    async function classifier(): Promise<Files> {
      const files = await goldenFiles("qwen2");
      const tensors = tensorsOf(files);
      tensors.delete("lm_head.weight");
      const { configJson } = await load(files);
      files.delete("value_head.safetensors");
      files.set("config.json", encodeJson({ ...configJson, architectures: ["Qwen2ForSequenceClassification"] }));
      return files.set("model.safetensors", writeSafetensors(tensors.set("score.weight", head(32)), "F32"));
    }

    test("is its score layer, and there is no language-model head", async () => {
      const { config, weights, valueHead } = await load(await classifier());
      expect(config.task).toBe("sequence-classification");
      expect(valueHead).toEqual({ weight: head(32).data, bias: 0 });
      expect(weights.has("lm_head.weight")).toBe(false);
    });

    test("is saved where transformers looks for it", async () => {
      const saved = saveCheckpoint(await load(await classifier()), { dtype: "F32" });
      expect(tensorsOf(saved).get("score.weight")).toEqual(head(32));
      expect(saved.has("value_head.safetensors")).toBe(false);
    });

    test("keeps a bias that it was given", async () => {
      const checkpoint = await load(await classifier());
      const trained = { ...checkpoint, valueHead: { weight: head(32).data, bias: 0.25 } };
      expect((await load(saveCheckpoint(trained, { dtype: "F32" }))).valueHead).toEqual(trained.valueHead);
    });
  });
});

describe("other files", () => {
  test("generation_config.json says where to stop", async () => {
    const files = (await goldenFiles("llama")).set("generation_config.json", encodeJson({ eos_token_id: [2, 7] }));
    const checkpoint = await load(files);
    expect(checkpoint.config.eosTokenIds).toEqual([2, 7]);
    expect((await load(saveCheckpoint(checkpoint, { dtype: "F32" }))).config.eosTokenIds).toEqual([2, 7]);
  });

  test("tokenizer files come along", async () => {
    const files = (await goldenFiles("llama")).set("tokenizer.json", encodeJson({ version: "1.0" }));
    const checkpoint = await load(files.set("tokenizer_config.json", encodeJson({ eos_token: "<eos>" })));
    expect(checkpoint.tokenizer).toEqual({ json: { version: "1.0" }, config: { eos_token: "<eos>" } });
    expect((await load(saveCheckpoint(checkpoint, { dtype: "F32" }))).tokenizer).toEqual(checkpoint.tokenizer);
  });

  test("a chat template in a file of its own comes along as it is", async () => {
    const template = "{# as newer repositories have it #}{{ messages[0]['content'] }} → ";
    const bytes = new TextEncoder().encode(template);
    const files = (await goldenFiles("llama")).set("tokenizer.json", encodeJson({ version: "1.0" }));
    const checkpoint = await load(files.set("chat_template.jinja", bytes));
    expect(checkpoint.tokenizer?.template).toBe(template);
    expect(saveCheckpoint(checkpoint, { dtype: "F32" }).get("chat_template.jinja")).toEqual(bytes);
    await expect(load(files.set("chat_template.jinja", Uint8Array.of(0xff, 0xfe)))).rejects.toThrow(
      /no text \(dir\/chat_template\.jinja\)/,
    );
  });
});

describe("what is wrong is named", () => {
  const embedding = "model.embed_tokens.weight";

  test("a missing tensor", async () => {
    const files = await withModel((tensors) => void tensors.delete("model.norm.weight"));
    await expect(load(files)).rejects.toThrow(
      /missing \(dir\/model\.safetensors, tensor model\.norm\.weight\).*\[32\]/,
    );
  });

  test.each(["module.", "base_model.model."])("tensors whose names a wrapper has changed: %s", async (prefix) => {
    const files = await withModel((tensors) => {
      for (const [name, tensor] of [...tensors]) if (tensors.delete(name)) tensors.set(prefix + name, tensor);
    });
    await expect(load(files)).rejects.toThrow(`found a tensor of the name ${prefix}model.embed_tokens.weight`);
  });

  test("a wrong shape", async () => {
    const files = await withModel((tensors) => {
      tensors.set(embedding, { shape: [32, 48], data: (tensors.get(embedding) as Tensor).data });
    });
    await expect(load(files)).rejects.toThrow(/embed_tokens.*Expected shape \[48, 32\], found \[32, 48\]/);
  });

  test("a tensor that would be left out of the computation", async () => {
    const name = "model.layers.0.self_attn.q_proj.bias";
    const files = await withModel((tensors) => void tensors.set(name, { shape: [32], data: new Float32Array(32) }));
    await expect(load(files)).rejects.toThrow(/does not belong.*q_proj\.bias/);
  });

  test("a truncated file", async () => {
    const files = await goldenFiles("llama");
    files.set("model.safetensors", (files.get("model.safetensors") as Uint8Array).subarray(0, 5000));
    await expect(load(files)).rejects.toThrow(PlaygroundError);
    await expect(load(files)).rejects.toThrow(/dir\/model\.safetensors/);
  });

  test.for([
    [["adapter_config.json", "adapter_model.safetensors"], /adapters.*Merge them/],
    [["tokenizer.json", "pytorch_model.bin"], /\.bin.*Convert them to safetensors/],
    [["pytorch_model.bin.index.json"], /pickles.*Convert/],
    [["tf_model.h5"], /another library/],
  ] as const)("a model in another form: %j", async ([others, reason]) => {
    const files = await goldenFiles("llama");
    files.delete("model.safetensors");
    for (const name of others) if (!files.has(name)) files.set(name, encodeJson({}));
    if (others[0].startsWith("adapter")) files.delete("config.json");
    await expect(load(files)).rejects.toThrow(reason);
    const blobs = new Map([...files].map(([path, bytes]) => [path, new Blob([Uint8Array.from(bytes)])]));
    await expect(describeCheckpoint(blobSet("dir", blobs))).rejects.toThrow(reason);
  });

  test("a head of another name", async () => {
    const files = await goldenFiles("llama");
    files.delete("value_head.safetensors");
    const tensors = tensorsOf(files);
    tensors.set("reward_head.0.weight", { shape: [1, 32], data: new Float32Array(32) });
    files.set("model.safetensors", writeSafetensors(tensors, "F32"));
    const config = JSON.parse(new TextDecoder().decode(files.get("config.json")));
    files.set(
      "config.json",
      encodeJson({ ...config, architectures: ["LlamaForSequenceClassification"], num_labels: 1 }),
    );
    await expect(load(files)).rejects.toThrow(/reward_head\.0\.weight/);
  });

  test("a missing config", async () => {
    await expect(load(new Map())).rejects.toThrow(/config\.json/);
  });

  test("a config that is not JSON", async () => {
    const files = (await goldenFiles("llama")).set("config.json", Uint8Array.of(0x7b, 0xff));
    await expect(load(files)).rejects.toThrow(/not valid JSON \(dir\/config\.json\)/);
  });
});
