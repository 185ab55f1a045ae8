import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readSafetensors, type Tensor, writeSafetensors } from "../engine/checkpoint/safetensors.ts";
import { icrm, temporaryFolder, writeAll } from "../testing/cli.ts";
import { tinyModel } from "../testing/tiny-models.ts";

const whole = tinyModel({ seed: 1, valueHead: false });
const bytesOf = (file: string) => whole.get(file) as Uint8Array;

/** The tiny model with one file replaced. */
function withFile(file: string, content: Uint8Array | string): Map<string, Uint8Array | string> {
  return new Map<string, Uint8Array | string>([...whole, [file, content]]);
}

function withWeights(change: (weights: Map<string, Tensor>) => void) {
  const weights = readSafetensors(bytesOf("model.safetensors"), "model.safetensors");
  change(weights);
  return withFile("model.safetensors", writeSafetensors(weights, "F16"));
}

function withConfig(change: object) {
  const config = JSON.parse(new TextDecoder().decode(bytesOf("config.json")));
  return withFile("config.json", JSON.stringify({ ...config, ...change }));
}

const KEY = "model.layers.1.self_attn.k_proj.weight";

const broken = {
  truncated: withFile("model.safetensors", bytesOf("model.safetensors").slice(0, 5000)),
  missing: withWeights((weights) => weights.delete(KEY)),
  misshapen: withWeights((weights) => weights.set(KEY, { shape: [8, 15], data: new Float32Array(120) })),
  unknown: withConfig({ model_type: "mamba" }),
  untokenised: new Map([...whole].filter(([file]) => file !== "tokenizer.json")),
};

const folder = temporaryFolder();
beforeAll(async () => {
  for (const [name, files] of Object.entries(broken)) await writeAll(join(folder, name), files);
});

describe.concurrent("a checkpoint that cannot be used", () => {
  test.for([
    ["truncated", /truncated\/model\.safetensors.*Expected \d+ bytes.*found 5000 bytes/],
    [
      "missing",
      /missing\/model\.safetensors, tensor model\.layers\.1\.self_attn\.k_proj\.weight.*Expected shape \[8, 16\], found no tensor/,
    ],
    [
      "misshapen",
      /misshapen\/model\.safetensors, tensor model\.layers\.1\.self_attn\.k_proj\.weight.*Expected shape \[8, 16\], found \[8, 15\]/,
    ],
    ["unknown", /unknown\/config\.json, model_type.*Expected one of llama, qwen2, qwen3, gpt2, found mamba/],
    ["untokenised", /untokenised.*Expected tokenizer\.json, found no such file/],
  ] as const)("is named with what was expected and found: %s", async ([name, reason]) => {
    const generating = ["generate", "--policy", join(folder, name), "--device", "wasm", "--prompt", "How many apples?"];
    const { code, stdout, stderr } = await icrm(...generating, "--json");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(reason);
    // An explained error, without a stack trace.
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
