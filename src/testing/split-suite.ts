import { expect, test } from "vitest";
import { loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import { decoderGraph, decoderModel } from "../engine/onnx/decoder-graph.ts";
import { openSession, type RuntimeOptions } from "../engine/onnx/session.ts";
import { denseBatch } from "../engine/onnx/token-batch.ts";
import { goldenSource } from "./golden.ts";

/** Tests that decoders with their weights beside the graph compute the same numbers as with their weights inside. */
export function describeSplitModel(options: RuntimeOptions, decoders: readonly string[]): void {
  test.for(decoders)(
    `%s with its weights beside the graph gives the very same numbers on ${options.backend}`,
    { timeout: 60_000 },
    async (name) => {
      const { config, weights, valueHead } = await loadCheckpoint(await goldenSource(name));
      const model = decoderModel(config, weights, valueHead, { logits: true, cache: "present" });
      const inside = decoderGraph(config, weights, valueHead, { logits: true });
      const outside = model.weights.reduce((sum, { size }) => sum + size, 0);
      expect(model.graph.length + outside).toBeGreaterThan(0.9 * inside.length);
      expect(model.graph.length).toBeLessThan(inside.length / 2);
      const outputs = [];
      for (const either of [model, inside]) {
        const session = await openSession(either, config, options);
        const { logits, rewards, cache } = await session.run(denseBatch(1, [3, 4, 5, 6], 0), null);
        cache.dispose();
        outputs.push({ logits, rewards });
        await session.release();
      }
      expect(outputs[0]?.logits).toHaveLength(4 * config.vocabSize);
      expect(outputs[0]).toEqual(outputs[1]);
    },
  );
}
