import { describe, expect, test } from "vitest";
import { FakeLM } from "../../testing/fake-lm.ts";
import { sequenceOf } from "../tokenizer/sequence.ts";
import { Tokenizer } from "../tokenizer/tokenizer.ts";
import { type Problem, wordProblems, worldTokenizerConfig, worldTokenizerJson } from "../world/index.ts";
import { measureValues, valuePositions } from "./values.ts";

const tokenizer = new Tokenizer(worldTokenizerJson(), worldTokenizerConfig(64));
const idOf = (text: string) => tokenizer.encode(text, { addSpecialTokens: false }).at(-1) as number;
const problem = wordProblems.problems({ split: "test", n: 200, seed: 0 }).find(({ answer }) => answer === 5) as Problem;
const eos = tokenizer.eosId as number;

/** A model that answers at once: 5, which is right, three times as often as 6. It calls `onGuess` with every answer. */
function guesser(onGuess = () => {}): FakeLM {
  const only = (...ids: number[]) =>
    Array.from({ length: tokenizer.vocabSize }, (_, id) => (ids.includes(id) ? 0 : -99));
  const [answer, five, six] = ["answer", "answer 5", "answer 6"].map(idOf) as [number, number, number];
  const guess = only(five, six).map((logit, id) => (id === five ? logit + Math.log(3) : logit));
  const logitsAfter = (id: number) => {
    if (id !== answer) return id === five || id === six ? only(eos) : only(answer);
    onGuess();
    return guess;
  };
  return new FakeLM(logitsAfter, { eosTokenIds: [eos], contextLength: 256 });
}

const settings = { rollouts: 400, maxTokens: 32, seed: 0 };
const measure = (response: string, points: "steps" | "tokens", options = {}, lm = guesser()) => {
  const sequence = sequenceOf(tokenizer, { prompt: problem.prompt, response }, 256, "test");
  const positions = valuePositions(tokenizer, wordProblems, sequence.responseIds, points);
  return measureValues(lm, tokenizer, wordProblems, problem, sequence, positions, settings, options);
};
const shares = (estimates: { successes: number; rollouts: number }[]) =>
  estimates.map(({ successes, rollouts }) => successes / rollouts);

describe("measureValues", () => {
  test("finds the chance of the right answer, and certainty once it is written", async () => {
    const [prompt, answer] = shares(await measure("answer 5", "steps"));
    // Four standard errors of a mean over 400 draws with p = 0.75.
    expect(Math.abs((prompt as number) - 0.75)).toBeLessThan(4 * Math.sqrt((0.75 * 0.25) / 400));
    expect(answer).toBe(1);
    expect(shares(await measure("answer 6", "steps"))).toEqual([prompt, 0]);
  });

  test("at every token ends with the verdict itself", async () => {
    const estimates = await measure("answer 6", "tokens");
    expect(estimates.map(({ position }) => position)).toEqual([-1, 0, 1, 2]);
    expect(shares(estimates).slice(2)).toEqual([0, 0]);
  });

  test("a prefix measured before is not measured again", async () => {
    const known = new Map();
    const first = await measure("answer 5", "steps", { known });
    for (const [key, estimate] of known) known.set(key, { ...estimate, successes: estimate.successes + 1 });
    const again = await measure("answer 5", "steps", { known });
    expect(again.map(({ successes }) => successes)).toEqual(first.map(({ successes }) => successes + 1));
  });

  test("an aborted measurement keeps what it has", async () => {
    const stop = new AbortController();
    const estimates = await measure("answer 5", "tokens", { signal: stop.signal, onEstimate: () => stop.abort() });
    expect(estimates).toHaveLength(1);
  });

  test("roll-outs that were cut short are no estimate", async () => {
    const stop = new AbortController();
    const known = new Map();
    const lm = guesser(() => stop.abort());
    expect(await measure("answer 5", "steps", { signal: stop.signal, known }, lm)).toEqual([]);
    expect(known.size).toBe(0);
    expect(lm.caches).toBe(0);
  });
});

test("positions are the end of the prompt and of every step", () => {
  const ids = tokenizer.encode("3 * 6 = 18; answer 18", { addSpecialTokens: false });
  const texts = valuePositions(tokenizer, wordProblems, [...ids, eos], "steps").map((position) =>
    tokenizer.decode(ids.slice(0, position + 1)),
  );
  expect(texts).toEqual(["", "3 * 6 = 18;", "3 * 6 = 18; answer 18"]);
});
