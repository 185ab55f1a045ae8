import { deriveSeed } from "../random.ts";
import { attempt } from "./attempt.ts";
import { lineOf } from "./class.ts";
import type { Event } from "./events.ts";
import type { Story } from "./stories.ts";
import type { Problem } from "./world.ts";

/** The prompt with normalised spacing. */
export function normalisePrompt(prompt: string): string {
  return prompt
    .trim()
    .replace(/\s+/g, " ")
    .replace(/ (?=[.,?:])/g, "");
}

/** A 32-bit hash of a normalised prompt; different uses get different hashes. */
export function promptHash(prompt: string, use: number): number {
  return deriveSeed(use, prompt);
}

/** A problem's id: a hash of any prompt's normalised text. */
export function problemId(prompt: string): string {
  const normalised = normalisePrompt(prompt);
  const hex = (use: number) => promptHash(normalised, use).toString(16).padStart(8, "0");
  return hex(1) + hex(2);
}

/** The problem that clauses describe; null if the right solution leaves the numbers of this world. */
export function problemOf(prompt: string, events: readonly Event[], story: Story): Problem | null {
  const right = attempt(events, null);
  if (!right || right.steps.length === 0) return null;
  const { steps, answer } = right;
  const solution = [...steps.map((step) => `${lineOf(step)};`), `answer ${answer}`].join(" ");
  return { id: problemId(prompt), prompt, answer, steps, solution, story: story.title, events: [...events] };
}
