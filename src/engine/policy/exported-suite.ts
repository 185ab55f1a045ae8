import { describe, expect, test } from "vitest";
import { goldenFiles } from "../../testing/golden.ts";
import { exportedModel } from "../../testing/tiny-models.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { exportedGraphs } from "../checkpoint/exported-graph.ts";
import { memorySource } from "../checkpoint/source.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";
import { encodeModel } from "../onnx/proto.ts";
import type { RuntimeOptions } from "../onnx/session.ts";
import { denseBatch } from "../onnx/token-batch.ts";
import { openExportedCausalLM } from "./exported-causal-lm.ts";
import { generate } from "./generate.ts";
import { openCausalLM } from "./onnx-causal-lm.ts";

const settings = { temperature: 1, topK: 0, topP: 1, maxTokens: 8, seed: 5 };
const ONNX = { precision: "fp32", graph: "onnx/model.onnx", data: [] } as const;

/** Tests exported graphs as policies on one backend. @param half whether the backend computes in half precision */
export function describeExported(options: RuntimeOptions, { half }: { half: boolean }): void {
  describe(`exported on ${options.backend}`, { timeout: 60_000 }, () => {
    test("a graph writes what the checkpoint it was exported from does", async () => {
      const files = await goldenFiles("qwen3");
      const checkpoint = await loadCheckpoint(memorySource(files));
      const exported = await exportedModel(files);
      const [graph] = exportedGraphs([...exported].map(([path, { length: size }]) => ({ path, size })));
      if (!graph) throw new Error("There is no graph");
      const own = await openCausalLM(checkpoint, options);
      const lm = await openExportedCausalLM(memorySource(exported), graph, checkpoint.config, options);
      const expected = await generate(own, [1, 5, 9], settings, { samples: 3 });
      const found = await generate(lm, [1, 5, 9], settings, { samples: 3 });
      expect(found.map(({ ids }) => ids)).toEqual(expected.map(({ ids }) => ids));
      const gaps = found.flatMap(({ traces }, i) =>
        traces.map(({ q }, t) => Math.abs(q - (expected[i]?.traces[t]?.q ?? 2))),
      );
      expect(gaps.length).toBeGreaterThan(0);
      expect(Math.max(...gaps)).toBeLessThan(1e-4);
      await lm.release();
      await own.release();
    });

    test("weights in four and in eight bits", async () => {
      const { config } = await loadCheckpoint(memorySource(await goldenFiles("llama")));
      const small = { ...config, layerCount: 0, vocabSize: 3 };
      for (const bits of [4, 8] as const) {
        const source = memorySource(new Map([[ONNX.graph, quantisedGraph(bits)]]));
        const lm = await openExportedCausalLM(source, { ...ONNX, data: [] }, small, options);
        const { logits, cache } = await lm.forward(denseBatch(1, [1, 2], 0), null, "all");
        // Column n of the weights is n + 1 in every row; the table's row of a token is the token's id.
        expect([...logits]).toEqual([32, 64, 96, 64, 128, 192]);
        cache.dispose();
        await lm.release();
      }
    });

    test.runIf(half)("a graph in half precision, without positions, that may leave logits out", async () => {
      const { config } = await loadCheckpoint(memorySource(await goldenFiles("llama")));
      const small = { ...config, layerCount: 1, kvHeadCount: 1, headDim: 2, vocabSize: 3 };
      const source = memorySource(new Map([[ONNX.graph, sumGraph()]]));
      const lm = await openExportedCausalLM(source, { ...ONNX, data: [] }, small, options);
      const prompt = await lm.forward(denseBatch(2, [1, 2, 0, 1], 0), null, "all");
      // The logits are the table's row of the token, plus twice the sum of all tokens read so far.
      expect([...prompt.logits]).toEqual([16, 26, 36, 26, 46, 66, 2, 2, 2, 12, 22, 32]);
      const picked = await lm.selectRows(prompt.cache, [1, 0, 0]);
      const next = await lm.forward(denseBatch(3, [2, 2, 0], 2), picked, "last");
      expect([...next.logits]).toEqual([26, 46, 66, 30, 50, 70, 6, 6, 6]);
      expect(next.cache.length).toBe(3);
      for (const cache of [prompt.cache, picked, next.cache]) cache.dispose();
      await lm.release();
    });

    test("a graph that is no such decoder is named with what is unlike", async () => {
      const { config } = await loadCheckpoint(memorySource(await goldenFiles("llama")));
      const source = memorySource(new Map([[ONNX.graph, sumGraph()]]));
      const opened = openExportedCausalLM(source, { ...ONNX, data: [] }, { ...config, layerCount: 2 }, options);
      await expect(opened).rejects.toThrow(/no decoder.*2 layers.*found no input past_key_values\.1\.key/);
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
        { name: "input_ids", type: "int64", shape: ["batch", "length"] },
        { name: "attention_mask", type: "int64", shape: ["batch", "total"] },
      ],
      outputs: [{ name: "logits", type: "float", shape: ["batch", "length", 3] }],
    },
    { "": 21, "com.microsoft": 1 },
  );
}

/** A graph with logits[b, s] = table[ids[b, s]] + Σ present.0.key[b] in half precision; the keys are the ids, twice. */
function sumGraph(): Uint8Array {
  const g = new GraphBuilder("sum");
  const half = (x: string) => g.node("Cast", [x], { to: { int: 10 } });
  const ids = g.input("input_ids", "int64", ["batch", "length"]);
  g.input("attention_mask", "int64", ["batch", "total"]);
  g.input("num_logits_to_keep", "int64", []);
  const column = g.node("Unsqueeze", [half(ids), g.integers(1, 3)]);
  const fresh = g.node("Concat", [column, column], { axis: { int: 3 } });
  const present = (kind: "key" | "value") => {
    const past = g.input(`past_key_values.0.${kind}`, "float16", ["batch", 1, "past", 2]);
    g.output(`present.0.${kind}`, "float16", ["batch", 1, "total", 2]);
    return g.node("Concat", [past, fresh], { axis: { int: 2 } }, `present.0.${kind}`);
  };
  present("value");
  const sum = g.node("ReduceSum", [present("key"), g.integers(1, 2, 3)], { keepdims: { int: 0 } });
  const table = half(g.floats({ shape: [3, 3], data: () => Float32Array.of(0, 0, 0, 10, 20, 30, 20, 40, 60) }));
  const column3 = g.node("Unsqueeze", [sum, g.integers(1, 2)]);
  g.node("Add", [g.node("Gather", [table, ids]), column3], {}, "logits");
  g.output("logits", "float16", ["batch", "length", 3]);
  return g.encode();
}
