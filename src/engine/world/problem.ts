import { deriveSeed } from "../random.ts";
import { attempt } from "./attempt.ts";
import { lineOf } from "./class.ts";
import type { Event } from "./events.ts";
import type { Story } from "./stories.ts";
import type { Problem } from "./world.ts";

/** One spelling for prompts that differ in spacing only. */
export function normalisePrompt(prompt: string): string {
  return prompt
    .trim()
    .replace(/\s+/g, " ")
    .replace(/ (?=[.,?:])/g, "");
}

/** 32 bits from a normalised prompt, seeded so that different uses do not share them. */
export function promptHash(prompt: string, use: number): number {
  return deriveSeed(use, prompt);
}

/** A hash of a prompt, whatever it asks; spacing makes no difference. */
export function problemId(prompt: string): string {
  const normalised = normalisePrompt(prompt);
  const hex = (use: number) => promptHash(normalised, use).toString(16).padStart(8, "0");
  return hex(1) + hex(2);
}

/** The problem of some clauses; null where the right way leaves the numbers of this world. */
export function problemOf(prompt: string, events: readonly Event[], story: Story): Problem | null {
  const right = attempt(events, null);
  if (!right || right.steps.length === 0) return null;
  const { steps, answer } = right;
  const solution = [...steps.map((step) => `${lineOf(step)};`), `answer ${answer}`].join(" ");
  return { id: problemId(prompt), prompt, answer, steps, solution, story: story.title, events: [...events] };
}
