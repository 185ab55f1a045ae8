import { beforeAll, describe, expect, test } from "vitest";
import { FakeLM } from "../../testing/fake-lm.ts";
import { goldenSource } from "../../testing/golden.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { PlaygroundError } from "../errors.ts";
import type { CausalLM } from "./causal-lm.ts";
import { type GenerationSettings, generate } from "./generate.ts";
import { openCausalLM } from "./onnx-causal-lm.ts";
import { score } from "./score.ts";
import type { TokenTrace } from "./trace.ts";

const settings: GenerationSettings = { temperature: 1, topK: 0, topP: 1, maxTokens: 12, seed: 3 };

describe("with a decoder", () => {
  const prompt = [1, 14, 20, 33];
  let lm: CausalLM;

  beforeAll(async () => {
    lm = await openCausalLM(await loadCheckpoint(await goldenSource("llama")), { backend: "wasm", threads: 1 });
    return () => lm.release();
  });

  test("the same seed gives the same samples, another seed others", async () => {
    const once = await generate(lm, prompt, settings, { samples: 3 });
    expect(await generate(lm, prompt, settings, { samples: 3 })).toEqual(once);
    expect(await generate(lm, prompt, { ...settings, seed: 4 }, { samples: 3 })).not.toEqual(once);
  });

  test("a sample is the same whatever else is in the batch", async () => {
    const one = await generate(lm, prompt, settings, { samples: 1 });
    const many = await generate(lm, prompt, settings, { samples: 7 });
    expect(many[0]?.ids).toEqual(one[0]?.ids);
    expectClose(many[0]?.traces, one[0]?.traces);
    expect(new Set(many.map(({ ids }) => ids.join())).size).toBeGreaterThan(1);
  });

  test("continuing a prefix of a sample gives it again", async () => {
    const [whole] = await generate(lm, prompt, settings, { samples: 1 });
    const [continued] = await generate(lm, prompt, settings, { samples: 1, prefix: whole?.ids.slice(0, 5) ?? [] });
    expect(continued?.ids).toEqual(whole?.ids);
    expectClose(continued?.traces, whole?.traces);
    expect(continued?.finish).toBe(whole?.finish);
  });

  test("a branch goes its own way from the token that was put in", async () => {
    const [whole] = await generate(lm, prompt, settings, { samples: 1 });
    const taken = whole?.traces[2] as TokenTrace;
    const other = taken.top.find(({ id }) => id !== taken.id && id !== 2)?.id as number;
    const prefix = [...(whole?.ids.slice(0, 2) ?? []), other];
    const branches = await generate(lm, prompt, settings, { samples: 2, prefix });
    for (const branch of branches) {
      expect(branch.ids.slice(0, 3)).toEqual(prefix);
      expect(branch.traces[2]).toMatchObject({ id: other });
    }
  });

  test.for([
    settings,
    { ...settings, temperature: 0 },
    { ...settings, temperature: 0.7, topP: 0.8 },
    { ...settings, temperature: 1.5, topK: 5 },
  ])("scoring what was generated gives the same traces, temperature $temperature", async (warped) => {
    for (const { ids, traces } of await generate(lm, prompt, warped, { samples: 3 })) {
      const scored = await score(lm, prompt, ids, warped);
      expectClose(scored, traces);
      expect(scored.every(({ p }) => p > 0)).toBe(true);
    }
  });

  test("a trace holds both probabilities and the eight most probable tokens", async () => {
    const [sample] = await generate(lm, prompt, { ...settings, temperature: 0.5 }, { samples: 1 });
    for (const { id, q, p, top } of sample?.traces ?? []) {
      expect(top).toHaveLength(8);
      expect(top.map((chance) => chance.q)).toEqual(top.map((chance) => chance.q).sort((a, b) => b - a));
      expect(top[0]?.p).toBeGreaterThan(top[0]?.q as number);
      const same = top.find((chance) => chance.id === id);
      if (same) expect(same).toEqual({ id, q, p });
    }
  });

  test("a response that does not fit is refused with both numbers", async () => {
    const long = Array(65).fill(3);
    await expect(generate(lm, long, settings, { samples: 1 })).rejects.toThrow(PlaygroundError);
    await expect(generate(lm, long, settings, { samples: 1 })).rejects.toThrow(
      /at most 64 tokens, found 65.*by 1 token/,
    );
    await expect(score(lm, prompt, long, settings)).rejects.toThrow(/prompt has 4 tokens and the response 65.*69/);
    await expect(generate(lm, [], settings, { samples: 1 })).rejects.toThrow(/prompt is empty/);
  });

  test("nothing is scored as nothing", async () => {
    expect(await score(lm, prompt, [], settings)).toEqual([]);
  });
});

describe("stops", () => {
  /** Logits that make token n + 1 follow token n: 1 → 2 → 3 → … → 9 → 0, where 0 ends the response. */
  const counting = (id: number) => Array.from({ length: 10 }, (_, next) => (next === (id + 1) % 10 ? 20 : -20));

  test("at an end-of-sequence token, which is the response's last", async () => {
    const lm = new FakeLM(counting);
    const [sample] = await generate(lm, [7], settings, { samples: 1 });
    expect(sample).toMatchObject({ ids: [8, 9, 0], finish: "eos" });
    expect(sample?.traces.map(({ id }) => id)).toEqual([8, 9, 0]);
  });

  test("after as many tokens as asked for, prefix included", async () => {
    const short = { ...settings, maxTokens: 3 };
    const [plain] = await generate(new FakeLM(counting), [1], short, { samples: 1 });
    expect(plain).toMatchObject({ ids: [2, 3, 4], finish: "length" });
    const [prefixed] = await generate(new FakeLM(counting), [1], short, { samples: 1, prefix: [5, 6] });
    expect(prefixed).toMatchObject({ ids: [5, 6, 7], finish: "length" });
  });

  test("where the context ends", async () => {
    const lm = new FakeLM(counting, { contextLength: 4 });
    expect((await generate(lm, [1, 2], settings, { samples: 1 }))[0]).toMatchObject({ ids: [3, 4], finish: "context" });
    const full = await generate(lm, [1, 2, 3, 4], settings, { samples: 1 });
    expect(full[0]).toMatchObject({ ids: [], finish: "context" });
  });

  test("at once after a prefix that has ended", async () => {
    const lm = new FakeLM(counting);
    const [sample] = await generate(lm, [1], settings, { samples: 1, prefix: [9, 0] });
    expect(sample).toMatchObject({ ids: [9, 0], finish: "eos" });
    expect(lm.rows).toEqual([1]);
  });

  test("when it is cancelled, keeping what is there", async () => {
    const cancel = new AbortController();
    const onToken = (sample: number, index: number) => {
      if (sample === 1 && index === 2) cancel.abort();
    };
    const lm = new FakeLM(counting);
    const samples = await generate(lm, [1], settings, { samples: 2, onToken, signal: cancel.signal });
    expect(samples.map(({ finish }) => finish)).toEqual(["cancelled", "cancelled"]);
    expect(samples.map(({ ids }) => ids)).toEqual([
      [2, 3, 4],
      [2, 3, 4],
    ]);
  });

  test("hears a cancel from another task while it computes", async () => {
    const cancel = new AbortController();
    const slow = new FakeLM((id) => {
      const until = performance.now() + 2;
      while (performance.now() < until);
      return counting(id === 9 ? 1 : id);
    });
    setTimeout(() => cancel.abort(), 1);
    const options = { samples: 1, signal: cancel.signal };
    const [sample] = await generate(slow, [1], { ...settings, maxTokens: 60 }, options);
    expect(sample?.finish).toBe("cancelled");
  });
});

describe("batch", () => {
  const coin = () => [0, 0, 0];

  test("reads the prompt once and lets finished samples go", async () => {
    const lm = new FakeLM(coin);
    const samples = await generate(lm, [1, 2, 1], settings, { samples: 16 });
    const lengths = samples.map(({ ids }) => ids.length);
    // Pass 0 reads the prompt; pass t reads token t of the samples that are not finished.
    const goingOn = (t: number) => samples.filter(({ ids }) => ids.length > t).length;
    expect(lm.rows).toEqual([1, ...Array.from({ length: Math.max(...lengths) - 1 }, (_, t) => goingOn(t + 1))]);
    expect(new Set(lengths).size).toBeGreaterThan(2);
  });

  test("leaves no cache behind, not even when a callback fails", async () => {
    const lm = new FakeLM(coin);
    await generate(lm, [1], settings, { samples: 5 });
    const onToken = (_: number, index: number) => {
      if (index === 1) throw new Error("stop");
    };
    await expect(generate(lm, [1], { ...settings, seed: 1 }, { samples: 5, onToken })).rejects.toThrow("stop");
    expect(lm.caches).toBe(0);
  });

  test("reports every token once, in order", async () => {
    const seen: number[][] = [[], []];
    const onToken = (sample: number, index: number, { id }: TokenTrace) => {
      expect(index).toBe(seen[sample]?.length);
      seen[sample]?.push(id);
    };
    const samples = await generate(new FakeLM(coin), [1], settings, { samples: 2, prefix: [2], onToken });
    expect(seen).toEqual(samples.map(({ ids }) => ids));
  });
});

function expectClose(found: TokenTrace[] | undefined, expected: TokenTrace[] | undefined): void {
  expect(found).toHaveLength(expected?.length ?? -1);
  expected?.forEach((trace, t) => {
    expect(found?.[t]?.id).toBe(trace.id);
    expect(Math.abs((found?.[t]?.q ?? Number.NaN) - trace.q)).toBeLessThan(1e-5);
    expect(Math.abs((found?.[t]?.p ?? Number.NaN) - trace.p)).toBeLessThan(1e-5);
  });
}
