import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Message, ROLES } from "../tokenizer/conversation.ts";
import { exported } from "./export.ts";
import { EXPORT_FORMATS, type ExportFormat } from "./export-format.ts";
import { importAll } from "./import.ts";
import { formatJsonLines } from "./json-lines.ts";
import { Misfit } from "./misfit.ts";
import { type DataRecord, pairsOf } from "./record.ts";
import { NO_SYSTEM } from "./shapes/sides.ts";

/** Any text, including characters that have a meaning in some format. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("", " ", "\n\nHuman: q\n\nAssistant: a", '[["user","q"]]', "__proto__", "\u2028", "null"),
);
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const provenance = { source: text, id: text, subset: text };
const optional = <Fields extends object>(fields: { [Key in keyof Fields]: fc.Arbitrary<Fields[Key]> }) =>
  fc.record(fields, { requiredKeys: [] });

const user = text.map((content): Message => ({ role: "user", content }));
const assistant = text.map((content): Message => ({ role: "assistant", content }));
const system = text.map((content): Message => ({ role: "system", content }));

/** The prompt of a conversation whose turns alternate; every format can express it. */
const inTurns = fc
  .tuple(fc.array(system, { maxLength: 1 }), fc.array(fc.tuple(user, assistant), { maxLength: 2 }), user)
  .map(([first, turns, last]) => [...first, ...turns.flat(), last])
  .filter(([first]) => first?.role !== "system" || !NO_SYSTEM.test(first.content));
/** Messages in any order of roles. */
const wild = fc.array(fc.record({ role: fc.constantFrom(...ROLES), content: text }), { minLength: 1, maxLength: 4 });
const wildAnswer = fc
  .tuple(assistant, fc.array(fc.tuple(wild, assistant), { maxLength: 1 }))
  .map(([first, rest]) => [first, ...rest.flat(2)]);

const differ = ({ chosen, rejected }: { chosen: unknown; rejected: unknown }) =>
  JSON.stringify(chosen) !== JSON.stringify(rejected);
const answer = assistant.map((message) => [message]);
const comparisonOf = (sides: fc.Arbitrary<{ prompt: unknown; chosen: unknown; rejected: unknown }>) =>
  fc
    .tuple(sides.filter(differ), optional({ margin: number, ...provenance }))
    .map(([{ prompt, chosen, rejected }, extras]) => {
      return { kind: "comparison", prompt, chosen: [chosen], rejected: [rejected], ...extras } as DataRecord;
    });

const textPair = comparisonOf(fc.record({ prompt: text, chosen: text, rejected: text }));
const chatPair = comparisonOf(fc.record({ prompt: inTurns, chosen: answer, rejected: answer }));
const wildPair = comparisonOf(fc.record({ prompt: wild, chosen: wildAnswer, rejected: wildAnswer }));
const responseOf = (correct: fc.Arbitrary<boolean | null>) =>
  fc
    .tuple(
      fc.oneof(fc.record({ prompt: text, response: text }), fc.record({ prompt: inTurns, response: answer })),
      correct,
      optional(provenance),
    )
    .map(([said, label, extras]) => ({ kind: "response", ...said, correct: label, ...extras }) as DataRecord);
const steps = fc
  .tuple(
    text,
    fc.array(fc.tuple(text, fc.boolean()), { minLength: 1 }),
    fc.option(fc.boolean()),
    optional({ separator: text, ...provenance }),
  )
  .map(([prompt, each, correct, extras]) => {
    const [said, labels] = [each.map(([step]) => step), each.map(([, label]) => label)];
    return { kind: "steps", prompt, steps: said, labels, correct, ...extras } as DataRecord;
  });

/** The records that each format can express in full. */
const representable: Record<ExportFormat, fc.Arbitrary<DataRecord>> = {
  trl: fc.oneof(textPair, chatPair, wildPair, responseOf(fc.option(fc.boolean())), steps),
  "llamafactory-alpaca": fc.oneof(textPair, chatPair),
  "llamafactory-sharegpt": fc.oneof(textPair, chatPair),
  icrm: fc.oneof(textPair, chatPair, responseOf(fc.boolean())),
};

async function throughFile(records: readonly DataRecord[], format: ExportFormat): Promise<DataRecord[]> {
  const objects = records.flatMap((record) => exported(record, format));
  const { records: back, report } = await importAll(new Blob([formatJsonLines(objects)]), "exported.jsonl");
  expect(report.refusals).toEqual([]);
  return back.map(({ record }) => record);
}

test.for(EXPORT_FORMATS)("what is exported to %s is the same when it is imported again", async (format) => {
  await fc.assert(
    fc.asyncProperty(fc.array(representable[format], { minLength: 1, maxLength: 5 }), async (records) => {
      expect(await throughFile(records, format)).toEqual(records);
    }),
    { numRuns: 200 },
  );
});

test.for(EXPORT_FORMATS)("whatever %s has no words for is refused, never changed", async (format) => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(wildPair, responseOf(fc.constant(null)), steps), async (record) => {
      let back: DataRecord[];
      try {
        back = await throughFile([record], format);
      } catch (thrown) {
        if (thrown instanceof Misfit) return;
        throw thrown;
      }
      expect(back).toEqual([record]);
    }),
    { numRuns: 200 },
  );
});

describe("what other tools expect of a record", () => {
  const pair: DataRecord = { kind: "comparison", prompt: "q", chosen: ["a"], rejected: ["b"], margin: 2 };
  const chat: DataRecord = {
    kind: "comparison",
    prompt: [
      { role: "system", content: "s" },
      { role: "user", content: "q" },
      { role: "assistant", content: "a" },
      { role: "user", content: "r" },
    ],
    chosen: [[{ role: "assistant", content: "c" }]],
    rejected: [[{ role: "assistant", content: "d" }]],
  };

  test("TRL", () => {
    expect(exported(pair, "trl")).toEqual([{ prompt: "q", chosen: "a", rejected: "b", margin: 2 }]);
    const response = { kind: "response", prompt: "q", response: "a", correct: true } as const;
    expect(exported(response, "trl")).toEqual([{ prompt: "q", completion: "a", label: true }]);
    const solution = { kind: "steps", prompt: "q", steps: ["s"], labels: [false], correct: null } as const;
    expect(exported(solution, "trl")).toEqual([{ prompt: "q", completions: ["s"], labels: [false] }]);
  });

  test("LLaMA-Factory", () => {
    expect(exported(pair, "llamafactory-alpaca")).toEqual([
      { instruction: "q", input: "", chosen: "a", rejected: "b", margin: 2 },
    ]);
    expect(exported(chat, "llamafactory-alpaca")).toEqual([
      { instruction: "r", input: "", system: "s", history: [["q", "a"]], chosen: "c", rejected: "d" },
    ]);
    expect(exported(chat, "llamafactory-sharegpt")).toEqual([
      {
        conversations: [
          { from: "system", value: "s" },
          { from: "human", value: "q" },
          { from: "gpt", value: "a" },
          { from: "human", value: "r" },
        ],
        chosen: { from: "gpt", value: "c" },
        rejected: { from: "gpt", value: "d" },
      },
    ]);
  });

  test("ICRM", () => {
    expect(exported(pair, "icrm")).toMatchObject([
      { conversations: [{ role: "user", content: "q" }], chosen: { role: "assistant", content: "a" } },
    ]);
    const response = { kind: "response", prompt: "q", response: "a", correct: false } as const;
    expect(exported(response, "icrm")).toMatchObject([
      {
        messages: [
          { role: "user", content: "q" },
          { role: "assistant", content: "a" },
        ],
        label: false,
      },
    ]);
  });

  test("a comparison of several is one object for every pair", async () => {
    const several = { kind: "comparison", prompt: "q", chosen: ["a", "b"], rejected: ["c"], subset: "Ties" } as const;
    const back = await throughFile([several], "trl");
    expect(back.flatMap((record) => (record.kind === "comparison" ? pairsOf(record) : []))).toEqual(pairsOf(several));
  });

  test.for<[ExportFormat, DataRecord, string]>([
    ["llamafactory-alpaca", { kind: "response", prompt: "q", response: "a", correct: true }, "a preference pair"],
    ["icrm", { kind: "response", prompt: "q", response: "a", correct: null }, "right or wrong"],
    ["trl", { kind: "steps", prompt: "q", steps: ["s"], labels: [null], correct: null }, "right or wrong"],
    ["icrm", { ...chat, chosen: [[...(chat.chosen[0] as Message[]), ...(chat.prompt as Message[])]] }, "one message"],
    ["llamafactory-sharegpt", { ...chat, prompt: chat.prompt.slice(0, 3) as Message[] }, "user"],
  ])("%s says what it cannot write", ([format, record, expectation]) => {
    expect(() => exported(record, format)).toThrow(expectation);
  });
});
