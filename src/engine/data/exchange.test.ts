import { expect, test } from "vitest";
import type { Message } from "../tokenizer/conversation.ts";
import { exchangesOf, preferenceOf } from "./exchange.ts";

const user = (content: string): Message => ({ role: "user", content });
const assistant = (content: string): Message => ({ role: "assistant", content });

test("a question and its answers are their texts, as text is", () => {
  const text = { prompt: "q", chosen: "a", rejected: "b" };
  const chat = { prompt: [user("q")], chosen: [assistant("a")], rejected: [assistant("b")] };
  expect(preferenceOf({ ...text, margin: 2, id: "7" })).toEqual({ ...text, margin: 2 });
  expect(preferenceOf(chat)).toEqual(text);
});

test("whatever is more than a question and its answers keeps its messages, all of it", () => {
  const chosen = [assistant("a"), user("why?"), assistant("so")];
  const turns = { prompt: [user("q")], chosen, rejected: [assistant("b")] };
  expect(preferenceOf({ ...turns, source: "x" })).toEqual(turns);
  expect(preferenceOf({ ...turns, prompt: "q", rejected: "b" })).toEqual(turns);
  const prompt: Message[] = [{ role: "system", content: "s" }, user("q")];
  const record = { kind: "response", prompt, response: "a", correct: null } as const;
  expect(exchangesOf(record)).toEqual([{ prompt, response: [assistant("a")] }]);
});

test("the responses of a record are those chosen, then those rejected; steps are one", () => {
  const comparison = { kind: "comparison", prompt: "q", chosen: ["a", "b"], rejected: ["c"] } as const;
  expect(exchangesOf(comparison).map(({ response }) => response)).toEqual(["a", "b", "c"]);
  const steps = { kind: "steps", prompt: "q", steps: ["s1", "s2"], labels: [true, null], correct: null } as const;
  expect(exchangesOf(steps)).toEqual([{ prompt: "q", response: "s1\ns2" }]);
  expect(exchangesOf({ ...steps, separator: "\n\n" })).toEqual([{ prompt: "q", response: "s1\n\ns2" }]);
});
