import type { TextOrChat } from "../../tokenizer/conversation.ts";
import type { Comparison } from "../record.ts";
import { comparison, extrasOf } from "./fields.ts";
import type { Undecided } from "./shape.ts";

/** An answer with its worth; a higher worth is better. */
export interface Rated {
  text: string;
  worth: number;
}

type Extras = ReturnType<typeof extrasOf>;

const ALIKE: Undecided = { kind: "undecided", why: "all responses score the same" };

/** The best answer over every worse answer; if several share the highest worth, all of them are chosen. */
export function bestOverOthers(prompt: TextOrChat, answers: readonly Rated[], extras: Extras): Comparison | Undecided {
  const most = Math.max(...answers.map(({ worth }) => worth));
  const side = (best: boolean) =>
    answers.filter(({ worth }) => (worth === most) === best).map(({ text }) => answering(prompt, text));
  const rejected = side(false);
  return rejected.length === 0 ? ALIKE : comparison({ prompt, chosen: side(true), rejected }, extras);
}

/** The best answer over the worst, with the difference of their worth as margin. */
export function bestOverWorst(prompt: TextOrChat, answers: readonly Rated[], extras: Extras): Comparison | Undecided {
  const sorted = [...answers].sort((a, b) => b.worth - a.worth);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (!best || !worst || best.worth === worst.worth) return ALIKE;
  const sides = {
    prompt,
    chosen: [answering(prompt, best.text)],
    rejected: [answering(prompt, worst.text)],
  };
  return comparison(sides, extrasOf({ margin: best.worth - worst.worth, ...extras }));
}

function answering(prompt: TextOrChat, text: string): TextOrChat {
  return typeof prompt === "string" ? text : [{ role: "assistant", content: text }];
}
