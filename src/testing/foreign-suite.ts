import { describe, expect, test } from "vitest";
import { loadCheckpoint, loadTextSide } from "../engine/checkpoint/checkpoint.ts";
import { type ExportedGraph, exportedGraphs } from "../engine/checkpoint/exported-graph.ts";
import { encodeJson } from "../engine/checkpoint/json.ts";
import { memorySource } from "../engine/checkpoint/source.ts";
import { GraphBuilder } from "../engine/onnx/graph-builder.ts";
import { encodeModel } from "../engine/onnx/proto.ts";
import type { RuntimeOptions } from "../engine/onnx/session.ts";
import { denseBatch, rightPaddedBatch } from "../engine/onnx/token-batch.ts";
import { generate } from "../engine/policy/generate.ts";
import { openCausalLM } from "../engine/policy/onnx-causal-lm.ts";
import { openForeignLM } from "../engine/transformers/foreign-lm.ts";
import { goldenFiles } from "./golden.ts";
import { exportedModel } from "./tiny-models.ts";

const settings = { temperature: 1, topK: 0, topP: 1, maxTokens: 8, seed: 5 };
const ONNX: ExportedGraph = { precision: "fp32", graph: "onnx/model.onnx", data: [] };
const small = { model_type: "llama", vocab_size: 3, hidden_size: 2, num_attention_heads: 1, num_hidden_layers: 1 };

async function opened(files: ReadonlyMap<string, Uint8Array>, options: RuntimeOptions, graph = ONNX) {
  const source = memorySource(files);
  return openForeignLM(source, graph, await loadTextSide(source), options);
}

function filesOf(graph: Uint8Array, config: object): Map<string, Uint8Array> {
  return new Map([
    ["config.json", encodeJson(config)],
    [ONNX.graph, graph],
  ]);
}

/** Exported graphs as policies on one backend. @param half whether it computes in half precision */
export function describeForeign(options: RuntimeOptions, { half }: { half: boolean }): void {
  describe(`exported on ${options.backend}`, { timeout: 60_000 }, () => {
    test.each([
      ["of an architecture of ours", {}],
      ["of one that the playground has no decoder of", { model_type: "olmo2", architectures: ["Olmo2ForCausalLM"] }],
    ])("a graph %s writes what its weights do, and its probabilities are theirs", async (_, named) => {
      const files = await goldenFiles("qwen3");
      const checkpoint = await loadCheckpoint(memorySource(files));
      const exported = await exportedModel(files);
      exported.set("config.json", encodeJson({ ...checkpoint.configJson, ...named }));
      const [graph] = exportedGraphs([...exported].map(([path, { length: size }]) => ({ path, size })));
      const own = await openCausalLM(checkpoint, options);
      const lm = await opened(exported, options, graph);
      const expected = await generate(own, [1, 5, 9], settings, { samples: 3 });
      const found = await generate(lm, [1, 5, 9], settings, { samples: 3 });
      expect(found.map(({ ids }) => ids)).toEqual(expected.map(({ ids }) => ids));
      const gaps = found.flatMap(({ traces }, i) =>
        traces.map(({ q }, t) => Math.abs(q - (expected[i]?.traces[t]?.q ?? 2))),
      );
      expect(gaps.length).toBeGreaterThan(0);
      expect(Math.max(...gaps)).toBeLessThan(1e-4);
      const padded = rightPaddedBatch([
        [1, 5, 9, 2],
        [7, 3],
      ]);
      const [a, b] = [await own.forward(padded, null, 4), await lm.forward(padded, null, 4)];
      const seen = (logits: Float32Array) => logits.slice(0, 6 * own.vocabSize);
      const apart = seen(a.logits).map((logit, i) => Math.abs(logit - (b.logits[i] as number)));
      expect(Math.max(...apart)).toBeLessThan(1e-4);
      for (const { cache } of [a, b]) cache.dispose();
      await lm.release();
      await own.release();
    });

    test("weights in four and in eight bits", async () => {
      for (const bits of [4, 8] as const) {
        const lm = await opened(filesOf(quantisedGraph(bits), small), options);
        const { logits, cache } = await lm.forward(denseBatch(1, [1, 2], 0), null, 2);
        // Column n of the weights is n + 1 in every row; the table's row of a token is the token's id.
        expect([...logits]).toEqual([32, 64, 96, 64, 128, 192]);
        cache.dispose();
        await lm.release();
      }
    });

    test.runIf(half)("a graph in half precision whose layers keep different things, not all of them keys", async () => {
      const config = { ...small, model_type: "lfm2", layer_types: ["full_attention", "conv"] };
      const lm = await opened(filesOf(sumGraph(), config), options);
      const prompt = await lm.forward(denseBatch(2, [1, 2, 0, 1], 0), null, 2);
      // The table's row of the token, twice the sum of all tokens that were read, and a hundred times what is kept beside.
      expect([...prompt.logits]).toEqual([116, 126, 136, 126, 146, 166, 102, 102, 102, 112, 122, 132]);
      const picked = await lm.selectRows(prompt.cache, [1, 0, 0]);
      const next = await lm.forward(denseBatch(3, [2, 2, 0], 2), picked, 1);
      expect([...next.logits]).toEqual([226, 246, 266, 230, 250, 270, 206, 206, 206]);
      expect(next.cache.length).toBe(3);
      for (const cache of [prompt.cache, picked, next.cache]) cache.dispose();
      await lm.release();
    });

    test("what does not fit is named", async () => {
      const wide = await opened(filesOf(quantisedGraph(8), { ...small, vocab_size: 4 }), options);
      await expect(wide.forward(denseBatch(1, [1], 0), null, 1)).rejects.toThrow(/vocab_size.*logits of 3 tokens/);
      await wide.release();
      const unknown = opened(filesOf(quantisedGraph(8), { ...small, model_type: "abacus" }), options);
      await expect(unknown).rejects.toThrow(/transformers\.js has no model.*found abacus/);
      const incomplete = await opened(filesOf(sumGraph(), small), options);
      await expect(incomplete.forward(denseBatch(1, [1], 0), null, 1)).rejects.toThrow(/past_conv\.1/);
      await incomplete.release();
    });
  });
}

/**
 * A graph with logits = (32 · id) · W, W[k, n] = n + 1, stored in blocks of 32 with a scale of n + 1 and the integer 1
 * above zero.
 */
function quantisedGraph(bits: 4 | 8): Uint8Array {
  const zero = 2 ** (bits - 1);
  const packed = bits === 4 ? 16 * (zero + 1) + zero + 1 : zero + 1;
  const bytesEach = (32 * bits) / 8;
  const floats = (name: string, shape: number[], data: number[]) => ({
    name,
    type: "float" as const,
    shape,
    bytes: () => new Uint8Array(Float32Array.from(data).buffer),
  });
  const table = floats("table", [3, 32], [...Array(32).fill(0), ...Array(32).fill(1), ...Array(32).fill(2)]);
  const weights = floats("weights", [3, 1, bytesEach], Array(3 * bytesEach).fill(packed));
  const product = { K: 32, N: 3, bits, block_size: 32 };
  const attributes = Object.fromEntries(Object.entries(product).map(([name, int]) => [name, { int }]));
  const node = (op: string, inputs: string[], output: string, more = {}, domain = "") => ({
    op,
    domain,
    inputs,
    outputs: [output],
    attributes: more,
  });
  return encodeModel(
    {
      name: "quantised",
      nodes: [
        node("Cast", ["weights"], "bytes", { to: { int: 2 } }),
        node("Gather", ["table", "input_ids"], "embedded"),
        node("MatMulNBits", ["embedded", "bytes", "scales"], "logits", attributes, "com.microsoft"),
      ],
      initializers: [table, weights, floats("scales", [3, 1], [1, 2, 3])],
      inputs: [
        { name: "input_ids", type: "int64", shape: ["batch_size", "length"] },
        { name: "attention_mask", type: "int64", shape: ["batch_size", "total"] },
      ],
      outputs: [{ name: "logits", type: "float", shape: ["batch_size", "length", 3] }],
    },
    { "": 21, "com.microsoft": 1 },
  );
}

/**
 * logits[b, s] = table[ids[b, s]] + Σ present.0.key[b] + 100 · (times it was run), in half precision. Keys are the ids, twice;
 * the second layer keeps a count of fixed size, as convolutions do.
 */
function sumGraph(): Uint8Array {
  const g = new GraphBuilder("sum");
  const half = (x: string) => g.node("Cast", [x], { to: { int: 10 } });
  const ids = g.input("input_ids", "int64", ["batch_size", "length"]);
  g.input("attention_mask", "int64", ["batch_size", "total"]);
  g.input("num_logits_to_keep", "int64", []);
  const column = g.node("Unsqueeze", [half(ids), g.integers(1, 3)]);
  const fresh = g.node("Concat", [column, column], { axis: { int: 3 } });
  const present = (kind: "key" | "value") => {
    const past = g.input(`past_key_values.0.${kind}`, "float16", ["batch_size", 1, "past", 2]);
    g.output(`present.0.${kind}`, "float16", ["batch_size", 1, "total", 2]);
    return g.node("Concat", [past, fresh], { axis: { int: 2 } }, `present.0.${kind}`);
  };
  present("value");
  const kept = g.input("past_conv.1", "float16", ["batch_size", 1, 1]);
  g.output("present_conv.1", "float16", ["batch_size", 1, 1]);
  const count = g.node("Add", [kept, half(g.float(1))], {}, "present_conv.1");
  const sum = g.node("ReduceSum", [present("key"), g.integers(1, 2, 3)], { keepdims: { int: 0 } });
  const table = half(g.floats({ shape: [3, 3], data: () => Float32Array.of(0, 0, 0, 10, 20, 30, 20, 40, 60) }));
  const column3 = g.node("Unsqueeze", [sum, g.integers(1, 2)]);
  const read = g.node("Add", [g.node("Gather", [table, ids]), column3]);
  g.node("Add", [read, g.node("Mul", [count, half(g.float(100))])], {}, "logits");
  g.output("logits", "float16", ["batch_size", "length", 3]);
  return g.encode();
}
