import { expect, test } from "vitest";
import { Tokenizer } from "../../../engine/tokenizer/tokenizer.ts";
import { wordProblems, worldTokenizerConfig, worldTokenizerJson } from "../../../engine/world/index.ts";
import { FakeLM } from "../../../testing/fake-lm.ts";
import type { RequestOf } from "../../calls.ts";
import type { Models } from "../../models.ts";
import type { ValueProgress } from "../../records.ts";
import { measureTrajectoryValues } from "./measure-values.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(128));
const eos = tokenizer.eosId as number;
const [problem] = wordProblems.problems({ split: "test", n: 1, seed: 3 });
if (!problem) throw new Error("the world has no problem");
const response = [...tokenizer.encode(problem.solution, { addSpecialTokens: false }), eos];

/** A policy that always ends at once: the answer is right if it was already written. */
const lm = new FakeLM(() => Array.from({ length: tokenizer.vocabSize }, (_, id) => (id === eos ? 99 : 0)), {
  eosTokenIds: [eos],
  contextLength: 128,
});
const models = { policy: { lm, tokenizer } } as unknown as Models;

async function measure(request: Partial<RequestOf<"measureValues">>) {
  const events: ValueProgress[] = [];
  const settings = { rollouts: 4, maxTokens: 96, seed: 0 };
  const values = await measureTrajectoryValues(
    models,
    {
      kind: "measureValues",
      prompt: problem?.prompt ?? "",
      response,
      points: "steps",
      settings,
      known: [],
      ...request,
    },
    { emit: (event) => events.push(event), signal: new AbortController().signal },
  );
  return { values, events };
}

test("tells every value as it comes, at the end of the prompt and of every step", async () => {
  const { values, events } = await measure({});
  const of = problem.steps.length + 2;
  expect(values.map(({ successes }) => successes)).toEqual([...Array(of - 1).fill(0), 4]);
  expect(values.at(-1)?.position).toBe(response.length - 1);
  expect(events).toEqual(values.map((estimate, i) => ({ estimate, done: i + 1, of })));
});

test("takes what is known as it is", async () => {
  const known = [{ position: 2, successes: 7, rollouts: 9 }];
  const { values } = await measure({ points: "tokens", known });
  expect(values).toHaveLength(response.length + 1);
  expect(values.filter(({ rollouts }) => rollouts === 9)).toEqual(known);
});

test("says why a prompt of no known problem has no values", async () => {
  await expect(measure({ prompt: "Mia has 3 apples." })).rejects.toThrow(/Nobody knows the right answer/);
});
