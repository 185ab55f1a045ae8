import { expect, test } from "vitest";
import { worldTokenizer } from "../../src/engine/policy/open-class.ts";
import type { LessonPair } from "../../src/features/learn/recordings/lesson-pair.ts";
import { exactOf, judgeResponse } from "../../src/worker/handlers/explore/judgement.ts";
import { lessonSources, PARTS, readLesson } from "./lesson-files.ts";
import { recordLessonResults } from "./lesson-results.ts";
import { materialHash } from "./material.ts";

test("what lessons draw was made of the models and pairs that are here", async () => {
  const material = await materialHash();
  // After the models have changed: npm run recordings:lessons, and the texts read again beside their figures.
  expect(await lessonSources()).toEqual(Object.fromEntries(PARTS.map((name) => [name, { material }])));
});

test("the figures of lessons 5 and 6 are those of docs/results", async () => {
  expect(await readLesson("results")).toEqual(JSON.parse(JSON.stringify(await recordLessonResults())));
});

test("the lessons' pair is what the present world says of it, and shows what its texts say", async () => {
  const { prompt, chosen, rejected } = (await readLesson("pair")) as LessonPair;
  const tokenizer = worldTokenizer();
  for (const { ids, texts, exact, judgement } of [chosen, rejected]) {
    expect(ids.map((id) => tokenizer.tokenText(id))).toEqual(texts);
    expect(exactOf(prompt, ids, tokenizer)).toEqual(exact);
    expect(judgeResponse(prompt, ids, tokenizer)).toEqual(judgement);
  }
  expect([chosen.judgement.correct, rejected.judgement.correct]).toEqual([true, false]);
  // Lesson 2 counts tokens; lesson 3 says where the value begins, and at how many tokens it moves by a tenth.
  expect(chosen.ids.length + rejected.ids.length).toBe(48);
  const values = [chosen.exact.prompt, ...chosen.exact.tokens] as number[];
  expect([values[0], values.at(-1)]).toEqual([0.25, 1]);
  expect(values.slice(1).filter((value, t) => Math.abs(value - (values[t] as number)) > 0.1)).toHaveLength(3);
});
