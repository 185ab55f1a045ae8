import fc from "fast-check";
import { expect, test } from "vitest";
import { type JudgedProblem, waysToChoose } from "./ways.ts";

const ways = waysToChoose([{ id: "bt", name: "BT" }]);

const RIGHT = 7;
const problem = fc
  .array(
    fc.record({
      answer: fc.constantFrom(RIGHT, 3, 4, null),
      reward: fc.integer({ min: 0, max: 3 }),
      length: fc.integer({ min: 1, max: 3 }),
      logProbability: fc.integer({ min: -3, max: -1 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map(
    (samples): JudgedProblem => ({
      problem: "p",
      prompt: "",
      promptIds: [1],
      answer: RIGHT,
      samples: samples.map(({ answer, reward, length, logProbability }) => ({
        ids: Array.from({ length }, () => 5),
        text: "",
        answer,
        correct: answer === RIGHT,
        mistake: answer === RIGHT ? null : "unknown",
        logProbability,
        rewards: { bt: reward },
      })),
    }),
  );

test.each(ways)("$judge.id: what it picks of all is right as often as its curve says at N = M", (way) => {
  fc.assert(
    fc.property(problem, (each) => {
      const picks = way.picks(each);
      const right = picks.filter((place) => each.samples[place]?.correct).length;
      expect(way.gold(each.samples.length, each)).toBeCloseTo(picks.length > 0 ? right / picks.length : 0, 10);
    }),
  );
});
