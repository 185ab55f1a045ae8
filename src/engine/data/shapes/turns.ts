import * as v from "valibot";
import type { Message } from "../../tokenizer/conversation.ts";
import { excerpt, Misfit } from "../misfit.ts";

/**
 * Formats that only have conversations keep a plain text as one turn with this mark; other programs ignore the mark.
 */
export const TEXT_MARK = { form: "text" } as const;
export const textMark = { form: v.nullish(v.literal(TEXT_MARK.form)) };

/**
 * The prompt in LLaMA-Factory's form: first at most one system message, then user (or tool) and assistant in turns,
 * with the user last.
 * @throws Misfit naming the message that is out of turn
 */
export function turnsOf(prompt: readonly Message[]): { system: string | null; turns: readonly Message[] } {
  const [first] = prompt;
  const system = first?.role === "system" ? first.content : null;
  const turns = system === null ? prompt : prompt.slice(1);
  for (const [i, { role }] of turns.entries()) {
    const expected = i % 2 === 0 ? ["user", "tool"] : ["assistant"];
    if (!expected.includes(role)) throw outOfTurn(prompt.length - turns.length + i, expected.join(" or "), role);
  }
  if (turns.length % 2 === 1) return { system, turns };
  throw outOfTurn(prompt.length, "user", "the end of the prompt");
}

/** @throws Misfit if a response is not exactly one message of the assistant */
export function onlyAnswer(response: readonly Message[], field: string): Message {
  const [answer] = response;
  if (response.length === 1 && answer?.role === "assistant") return answer;
  throw new Misfit({
    field,
    expected: "one message of the assistant",
    found: response.length === 1 ? excerpt(answer?.role) : `${response.length} messages`,
  });
}

function outOfTurn(index: number, expected: string, found: string): Misfit {
  return new Misfit({ field: `prompt.${index}.role`, expected, found });
}
