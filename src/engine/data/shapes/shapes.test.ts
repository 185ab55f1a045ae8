import { describe, expect, test } from "vitest";
import { recordExamples } from "../../../testing/record-examples/index.ts";
import type { JsonObject } from "../../checkpoint/json.ts";
import { Misfit } from "../misfit.ts";
import { detectShape, SHAPES, type ShapeId, shapeById } from "./index.ts";

const DEFAULT = { neutralIsWrong: false };
const user = (content: string) => ({ role: "user", content });
const assistant = (content: string) => ({ role: "assistant", content });

test("there is an example of every shape", () => {
  expect(new Set(recordExamples.map(([id]) => id))).toEqual(new Set(SHAPES.map(({ id }) => id)));
});

test.for(recordExamples)("a record of %s is told by its keys and says what it says", ([id, record, expected]) => {
  const shape = detectShape(record);
  expect(shape?.id).toBe(id);
  expect(shape?.parse(record, DEFAULT).says).toEqual(expected);
});

test("a neutral step of PRM800K counts as wrong where that is asked for", () => {
  const [, record] = recordExamples.find(([id]) => id === "prm800k") ?? [];
  expect(shapeById("prm800k").parse(record ?? {}, { neutralIsWrong: true }).says).toMatchObject({
    labels: [true, false, true, false],
  });
});

test("a key that holds null, as Parquet has it, decides nothing", () => {
  const record = { prompt: "q", chosen: "a", rejected: "b", conv_A: null, num_correct: null, messages: null };
  expect(detectShape(record)?.id).toBe("trl-explicit");
});

test.for([{}, { text: "a" }, { prompt: "q" }, { messages: [] }])("%j is of no known shape", (record) => {
  expect(detectShape(record)).toBeNull();
});

describe("what does not fit is named with field, expectation and finding", () => {
  test.for<[ShapeId, JsonObject, { field: string; expected?: string | RegExp; found?: string }]>([
    ["trl-explicit", { prompt: "q", chosen: "a" }, { field: "rejected", found: "nothing" }],
    ["trl-explicit", { prompt: "q", chosen: 3, rejected: "b" }, { field: "chosen", expected: "a text, or messages" }],
    ["trl-explicit", { prompt: "q", chosen: "a", rejected: "a" }, { field: "rejected", found: 'the same text, "a"' }],
    ["trl-explicit", { prompt: "q", chosen: "a", rejected: "b", margin: "1" }, { field: "margin", found: '"1"' }],
    [
      "trl-explicit",
      { prompt: [user("q")], chosen: [{ role: "bot", content: "a" }], rejected: [assistant("b")] },
      { field: "chosen.0.role", found: '"bot"' },
    ],
    [
      "trl-explicit",
      { prompt: "x".repeat(1000), chosen: "y".repeat(1000), rejected: "y".repeat(1000) },
      { field: "rejected", found: `the same text, "${"y".repeat(60)}…"` },
    ],
    [
      "trl-implicit",
      { chosen: [user("q"), assistant("a")], rejected: [user("r"), assistant("a")] },
      { field: "chosen.0.role", found: '"user"' },
    ],
    [
      "trl-implicit",
      { chosen: [user("q"), assistant("a")], rejected: [user("q")] },
      { field: "rejected", found: "the end of the conversation" },
    ],
    [
      "trl-implicit",
      { chosen: [user("q"), assistant("a"), user("r")], rejected: [user("q"), assistant("b")] },
      { field: "chosen", expected: "an answer of the assistant last: it is what is judged" },
    ],
    ["trl-unpaired", { prompt: "q", completion: 32 }, { field: "completion", found: "32" }],
    ["trl-stepwise", { prompt: "q", completions: ["s"], labels: [true, true] }, { field: "labels", found: "2" }],
    ["processbench", { problem: "p", steps: ["s"], label: 1 }, { field: "label", found: "1" }],
    [
      "prm800k",
      { question: { problem: "p" }, label: { steps: [{ completions: [], chosen_completion: 0 }] } },
      { field: "label.steps.0", found: "none" },
    ],
    [
      "gsm8k-solutions",
      { question: "q", a: { is_correct: true, solution: "s" }, b: { is_correct: true } },
      { field: "b.solution", found: "nothing" },
    ],
    ["rewardbench-2", { prompt: "q", chosen: "a", rejected: ["b"], num_correct: 1 }, { field: "chosen", found: '"a"' }],
    [
      "hh-rlhf",
      { chosen: "\n\nHuman: q\n\nAssistant: a", rejected: "\n\nHuman: r\n\nAssistant: a" },
      { field: "chosen", found: '"\\n\\nHuman: "' },
    ],
    [
      "llamafactory-sharegpt",
      { conversations: [{ from: "narrator", value: "q" }], chosen: assistant("a"), rejected: assistant("b") },
      { field: "conversations.0.from", found: '"narrator"' },
    ],
    ["icrm-outcome", { messages: [user("q")], label: true }, { field: "messages.0.role", found: '"user"' }],
  ])("%s %j", ([id, record, problem]) => {
    let misfit: unknown;
    try {
      shapeById(id).parse(record, DEFAULT);
    } catch (thrown) {
      misfit = thrown;
    }
    expect(misfit).toBeInstanceOf(Misfit);
    expect(misfit).toMatchObject(problem);
  });
});
