import * as v from "valibot";
import type { Message, TextOrChat } from "../../tokenizer/conversation.ts";
import { excerpt, Misfit } from "../misfit.ts";
import type { Comparison, Provenance } from "../record.ts";

/** A finite number: JSON can hold no other. */
export const figure = v.pipe(v.number(), v.finite("a finite number"));
const name = v.pipe(v.union([v.string(), figure, v.bigint()], "a text or a number"), v.transform(String));

/** Fields of provenance, which records of every shape may have. */
export const provenance = { source: v.nullish(name), id: v.nullish(name), subset: v.nullish(name) };

/** Provenance and the margin, which preferences of every shape may have. */
export const preferenceExtras = { ...provenance, margin: v.nullish(figure) };

/** True or false; some writers use 1 or 0. */
export const truth = v.pipe(
  v.union([v.boolean(), v.picklist([0, 1])]),
  v.transform((value) => value === true || value === 1),
);

type Nullish<Fields> = { [Key in keyof Fields]?: Fields[Key] | null | undefined };

export function provenanceOf({ source, id, subset }: Nullish<Provenance>): Provenance {
  return { ...(source != null && { source }), ...(id != null && { id }), ...(subset != null && { subset }) };
}

/** @throws Misfit if the margin is not finite, as the difference of two finite scores may be */
export function extrasOf({ margin, ...fields }: Nullish<Provenance & { margin: number }>) {
  if (margin != null && !Number.isFinite(margin)) {
    throw new Misfit({ field: "margin", expected: "a finite number", found: String(margin) });
  }
  return { ...provenanceOf(fields), ...(margin != null && { margin }) };
}

export interface SideTexts {
  prompt: TextOrChat;
  chosen: readonly TextOrChat[];
  rejected: readonly TextOrChat[];
}

/** @throws Misfit if a response is both chosen and rejected: a model can learn nothing from it */
export function comparison({ prompt, chosen, rejected }: SideTexts, extras: ReturnType<typeof extrasOf>): Comparison {
  checkSides({ chosen, rejected });
  return { kind: "comparison", prompt, chosen, rejected, ...extras };
}

/** @throws Misfit if a response is both chosen and rejected */
export function checkSides({ chosen, rejected }: Pick<SideTexts, "chosen" | "rejected">): void {
  const better = new Set(chosen.map(key));
  const both = rejected.find((response) => better.has(key(response)));
  if (both === undefined) return;
  const found = typeof both === "string" ? both : both.at(-1)?.content;
  throw new Misfit({
    field: "rejected",
    expected: "another text than the chosen one",
    found: `the same text, ${excerpt(found)}`,
  });
}

function key(response: TextOrChat): string {
  return typeof response === "string" ? response : JSON.stringify(response);
}

/**
 * Demands that the messages of a response begin and end with the assistant, so that they can be judged.
 * @throws Misfit if the first or the last message is somebody else's
 */
export function checkAnswer(said: readonly Message[], field: string): void {
  const [first, last] = [said[0]?.role, said.at(-1)?.role];
  if (first !== "assistant") {
    throw new Misfit({ field, expected: "an answer of the assistant first", found: spoken(first) });
  }
  if (last === "assistant") return;
  const expected = "an answer of the assistant last: it is what is judged";
  throw new Misfit({ field, expected, found: spoken(last) });
}

function spoken(role: string | undefined): string {
  return role === undefined ? "no message" : `a message of the ${role}`;
}
