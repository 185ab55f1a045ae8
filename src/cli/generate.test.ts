import { beforeAll, describe, expect, test } from "vitest";
import { icrm, icrmJson, temporaryFolder, writeAll } from "../testing/cli.ts";
import { tinyModel } from "../testing/tiny-models.ts";

interface Chance {
  text: string;
  q: number;
  p: number;
}

interface Generated {
  samples: {
    text: string;
    tokens: (Chance & { top: Chance[] })[];
    correct: boolean | null;
    steps: { text: string; status: string; reason: string }[];
  }[];
}

/** A problem of the world, so that the verifier can judge the answer. */
const PROMPT = "Ana has 4 plates of 5 pies. She buys 8 more. She sells half of them. How many pies does she have now?";

const policy = temporaryFolder();
beforeAll(() => writeAll(policy, tinyModel({ seed: 1, valueHead: false })));

const generating = (prompt: string) => ["generate", "--policy", policy, "--device", "wasm", "--prompt", prompt];
const write = (prompt: string, ...args: string[]) =>
  icrmJson<Generated>(...generating(prompt), "--max-tokens", "12", ...args);

describe.concurrent("generate", () => {
  test("gives samples with both probabilities, alternatives and verdicts; the same for the same seed", async () => {
    const [once, again, other] = await Promise.all([
      write(PROMPT, "--n", "3", "--temperature", "0.8", "--seed", "5"),
      write(PROMPT, "--n", "3", "--temperature", "0.8", "--seed", "5"),
      write(PROMPT, "--n", "3", "--temperature", "0.8", "--seed", "6"),
    ]);
    expect(again).toEqual(once);
    expect(other.samples).not.toEqual(once.samples);

    expect(once.samples).toHaveLength(3);
    expect(new Set(once.samples.map(({ text }) => text)).size).toBeGreaterThan(1);
    for (const { text, tokens, correct, steps } of once.samples) {
      expect(tokens.length).toBeGreaterThan(0);
      expect(tokens.length).toBeLessThanOrEqual(12);
      const shown = tokens.filter((token) => !token.text.startsWith("<"));
      expect(text.replaceAll(" ", "")).toBe(shown.map((token) => token.text.trim()).join(""));
      for (const { q, p, top } of tokens) {
        expect(q).toBeGreaterThan(0);
        expect(p).not.toBe(q);
        expect(top.map((chance) => chance.q)).toEqual(top.map((chance) => chance.q).sort((a, b) => b - a));
        expect(Object.keys(top[0] ?? {})).toEqual(["text", "q", "p"]);
      }
      expect(typeof correct).toBe("boolean");
      expect(steps.every(({ status }) => ["right", "wrong", "malformed"].includes(status))).toBe(true);
    }
  });

  test("at temperature 0 takes the most probable token each time; no problem, no verdict", async () => {
    const { samples } = await write("Mia has 14 apples.", "--n", "2", "--temperature", "0");
    expect(samples[1]).toEqual(samples[0]);
    expect(samples[0]?.correct).toBeNull();
    for (const { text, p, top } of samples[0]?.tokens ?? []) {
      expect(p).toBe(1);
      expect(text).toBe(top[0]?.text);
    }
  });

  test("says what it computes on, on stderr only", async () => {
    const { code, stdout, stderr } = await icrm(...generating(PROMPT));
    expect(code).toBe(0);
    expect(stderr).toMatch(/^device: wasm/);
    expect(stdout).toMatch(/^[✓✗] .*\n$/);
  });

  test.for([
    ["Mia has 14 dragons and 3 wyvern.", /does not know the words "dragons", "wyvern"/],
    ["Mia has 14 apples. ".repeat(40), /too long: it has 201 tokens and 127 fit/],
  ] as const)("refuses a prompt it cannot read: %$", async ([prompt, reason]) => {
    const { code, stdout, stderr } = await icrm(...generating(prompt), "--json");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
