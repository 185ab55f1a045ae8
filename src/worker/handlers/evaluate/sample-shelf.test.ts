import { expect, test } from "vitest";
import { sampleProblems } from "../../../engine/evaluation/best-of-n/sample-problems.ts";
import { Tokenizer } from "../../../engine/tokenizer/tokenizer.ts";
import { type Problem, wordProblems, worldTokenizerConfig, worldTokenizerJson } from "../../../engine/world/index.ts";
import { FakeLM } from "../../../testing/fake-lm.ts";
import { SampleShelf } from "./sample-shelf.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(256));
const [problem] = wordProblems.problems({ split: "test", n: 1, seed: 0 }) as [Problem];
const plan = { samples: 6, temperature: 1, seed: 3, topK: 0, topP: 1, maxTokens: 8 };
const { signal } = new AbortController();

/** A model that writes random tokens and counts its calls. */
function writer() {
  const lm = new FakeLM(() => Array.from({ length: tokenizer.vocabSize }, () => 0), { contextLength: 256 });
  const asked = { times: 0 };
  const forward = lm.forward.bind(lm);
  lm.forward = (...given) => {
    asked.times += 1;
    return forward(...given);
  };
  return { policy: { id: "policy", name: "Policy", lm, tokenizer }, asked };
}

test("nothing is drawn twice; fewer responses are the first of more", async () => {
  const { policy, asked } = writer();
  const shelf = new SampleShelf();
  const six = await shelf.responses(policy, problem, plan, signal);
  const { times } = asked;
  expect(await shelf.responses(policy, problem, plan, signal)).toEqual(six);
  const four = await shelf.responses(policy, problem, { ...plan, samples: 4 }, signal);
  expect(four.samples).toEqual(six.samples.slice(0, 4));
  expect(asked.times).toBe(times);

  const eight = await shelf.responses(policy, problem, { ...plan, samples: 8 }, signal);
  expect(asked.times).toBeGreaterThan(times);
  expect(eight.samples.slice(0, 6)).toEqual(six.samples);
});

test.each([
  ["another seed", { seed: 4 }, "policy"],
  ["another temperature", { temperature: 0.5 }, "policy"],
  ["another policy", {}, "tuned"],
])("%s is drawn for itself", async (_, change, id) => {
  const { policy, asked } = writer();
  const shelf = new SampleShelf();
  await shelf.responses(policy, problem, plan, signal);
  const { times } = asked;
  await shelf.responses({ ...policy, id }, problem, { ...plan, ...change }, signal);
  expect(asked.times).toBeGreaterThan(times);
});

test("what was cancelled is not kept", async () => {
  const { policy } = writer();
  const shelf = new SampleShelf();
  await expect(shelf.responses(policy, problem, plan, AbortSignal.abort())).rejects.toThrow(/abort/);
  const { samples } = await shelf.responses(policy, problem, plan, signal);
  const [whole] = await sampleProblems(policy, wordProblems, [problem], plan);
  expect(samples).toEqual(whole?.samples);
});
