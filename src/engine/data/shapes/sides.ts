import * as v from "valibot";
import { asMessages, type Message, type TextOrChat } from "../../tokenizer/conversation.ts";
import { excerpt, Misfit } from "../misfit.ts";
import { checkAnswer, type SideTexts } from "./fields.ts";

/** Fields with what comes before a prompt: a system message, and earlier turns as pairs of question and answer. */
export const before = {
  system: v.nullish(v.string()),
  history: v.nullish(v.array(v.tuple([v.string(), v.string()]))),
};

/** Matches what stands for a system message that is not there: nothing, or what Python programs write for it. */
export const NO_SYSTEM = /^(None|null|nan|NaN)?$/;

/** What comes before a prompt. */
export interface Earlier {
  system?: string | null | undefined;
  history?: readonly (readonly [string, string])[] | null | undefined;
}

/** The keys that the two responses were read from, for error messages. */
type Names = readonly [chosen: string, rejected: string];

/**
 * The prompt with the turns before it; a text stays a text if nothing comes before it.
 * @throws Misfit if the prompt begins with another system message
 */
export function promptOf(prompt: TextOrChat, { system: written, history }: Earlier): TextOrChat {
  const system = NO_SYSTEM.test(written ?? "") ? null : written;
  if (!system && !history) return prompt;
  const turns = (history ?? []).flatMap(([user, assistant]): Message[] => [
    { role: "user", content: user },
    { role: "assistant", content: assistant },
  ]);
  const own = typeof prompt === "string" ? undefined : prompt.find(({ role }) => role === "system");
  if (system && own) {
    if (own.content === system && turns.length === 0) return prompt;
    const expected = "the system message in one place";
    throw new Misfit({ field: "system", expected, found: `another one in the prompt, ${excerpt(own.content)}` });
  }
  const first: Message[] = system ? [{ role: "system", content: system }] : [];
  return [...first, ...turns, ...asMessages(prompt, "user")];
}

/**
 * Prompt and two responses, as texts if all three are texts and otherwise as messages. If a response repeats the
 * prompt, or the conversation that ends in the prompt, the repetition is cut off.
 * @throws Misfit if a response is not by the assistant, or repeats another prompt
 */
export function sidesOf(
  prompt: TextOrChat,
  chosen: TextOrChat,
  rejected: TextOrChat,
  names: Names = ["chosen", "rejected"],
): SideTexts {
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

/** The part of a response after the prompt. @throws Misfit if that part is no answer, such as another question */
export function answerTo(prompt: readonly Message[], response: readonly Message[], field: string): readonly Message[] {
  // Messages that begin with the assistant are an answer as they are, even if the prompt begins with the same words of
  // the assistant.
  const repeats =
    response[0]?.role !== "assistant" &&
    response.length > prompt.length &&
    prompt.every((said, i) => same(said, response[i]));
  const answer = repeats ? response.slice(prompt.length) : response;
  checkAnswer(answer, field);
  return answer;
}

/**
 * Splits two conversations with a common beginning into the prompt and the two responses.
 * @throws Misfit if the conversations do not diverge at an answer of the assistant
 */
export function splitConversations(
  chosen: readonly Message[],
  rejected: readonly Message[],
  names: Names = ["chosen", "rejected"],
): SideTexts {
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
