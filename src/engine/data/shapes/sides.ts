import * as v from "valibot";
import { asMessages, type Message, type TextOrChat } from "../../tokenizer/conversation.ts";
import { excerpt, Misfit } from "../misfit.ts";
import { checkAnswer, type Sides } from "./fields.ts";

/** What may come before a prompt: a system message, and turns in pairs of what was asked and answered. */
export const before = {
  system: v.nullish(v.string()),
  history: v.nullish(v.array(v.tuple([v.string(), v.string()]))),
};

/** Under which keys a response was read, for messages about it. */
type Names = readonly [chosen: string, rejected: string];

/** A prompt with what comes before it; a text stays one where nothing does. */
export function promptOf(
  prompt: TextOrChat,
  {
    system,
    history,
  }: { system?: string | null | undefined; history?: readonly (readonly [string, string])[] | null | undefined },
): TextOrChat {
  if (!system && !history) return prompt;
  const turns = (history ?? []).flatMap(([user, assistant]): Message[] => [
    { role: "user", content: user },
    { role: "assistant", content: assistant },
  ]);
  const first: Message[] = system ? [{ role: "system", content: system }] : [];
  return [...first, ...turns, ...asMessages(prompt, "user")];
}

/**
 * A prompt and two responses, whichever of them are texts and whichever messages: texts only where all are. Responses
 * that repeat the prompt, or the conversation that ends in it, have it taken off.
 * @throws Misfit where a response is no answer of the assistant, or repeats another prompt
 */
export function sidesOf(
  prompt: TextOrChat,
  chosen: TextOrChat,
  rejected: TextOrChat,
  names: Names = ["chosen", "rejected"],
): Sides {
  if (![prompt, chosen, rejected].some(Array.isArray)) return { prompt, chosen: [chosen], rejected: [rejected] };
  const [better, worse] = [asMessages(chosen, "assistant"), asMessages(rejected, "assistant")];
  if (typeof prompt === "string" && [better, worse].every(([first]) => first && first.role !== "assistant")) {
    const sides = splitConversations(better, worse, names);
    const asked = asMessages(sides.prompt, "user");
    if (asked.some(({ content }) => content === prompt)) return sides;
    const found = `another prompt, ${excerpt(asked.at(-1)?.content)}`;
    throw new Misfit({ field: names[0], expected: "a conversation with the prompt in it", found });
  }
  const said = asMessages(prompt, "user");
  return { prompt: said, chosen: [answerTo(said, better, names[0])], rejected: [answerTo(said, worse, names[1])] };
}

/** @throws Misfit where it is none, be it that it repeats the prompt and goes on with another question */
export function answerTo(prompt: readonly Message[], response: readonly Message[], field: string): readonly Message[] {
  // What the assistant begins is an answer as it is, even to a prompt that begins with the same words of the assistant.
  const repeats =
    response[0]?.role !== "assistant" &&
    response.length > prompt.length &&
    prompt.every((said, i) => same(said, response[i]));
  const answer = repeats ? response.slice(prompt.length) : response;
  checkAnswer(answer, field);
  return answer;
}

/**
 * Two conversations that begin alike, as the prompt and what follows it in each.
 * @throws Misfit where they do not part at an answer of the assistant
 */
export function splitConversations(
  chosen: readonly Message[],
  rejected: readonly Message[],
  names: Names = ["chosen", "rejected"],
): Sides {
  const parting = chosen.findIndex((said, i) => !same(said, rejected[i]));
  const at = parting === -1 ? Math.min(chosen.length, rejected.length) : parting;
  for (const [i, conversation] of [chosen, rejected].entries()) {
    const field = names[i] as string;
    const role = conversation[at]?.role;
    if (role !== "assistant") {
      throw new Misfit({
        field: conversation[at] ? `${field}.${at}.role` : field,
        expected: "an answer of the assistant where the conversations part",
        found: role ? excerpt(role) : "the end of the conversation",
      });
    }
    checkAnswer(conversation.slice(at), field);
  }
  if (at === 0) throw new Misfit({ field: names[0], expected: "conversations that begin alike", found: "none" });
  return { prompt: chosen.slice(0, at), chosen: [chosen.slice(at)], rejected: [rejected.slice(at)] };
}

function same(a: Message, b: Message | undefined): boolean {
  return a.role === b?.role && a.content === b.content;
}
