import * as v from "valibot";
import { type Message, ROLES, type TextOrChat } from "../../tokenizer/conversation.ts";
import { excerpt, fitted, Misfit } from "../misfit.ts";
import type { Comparison, Provenance } from "../record.ts";

const name = v.pipe(v.union([v.string(), v.number()]), v.transform(String));

/** The fields that every record may have. */
export const provenance = { source: v.nullish(name), id: v.nullish(name), subset: v.nullish(name) };

/** Those, and the margin that every preference may have. */
export const preferenceExtras = { ...provenance, margin: v.nullish(v.number()) };

/** True or false, which some write 1 or 0. */
export const truth = v.pipe(
  v.union([v.boolean(), v.picklist([0, 1])]),
  v.transform((value) => value === true || value === 1),
);

export const message = v.object({ role: v.picklist(ROLES), content: v.string() });
export const messages = v.pipe(v.array(message), v.minLength(1));
export const said = v.union([v.string(), messages], "a text, or messages");
/** What follows a prompt. */
export const answer = v.pipe(
  messages,
  v.check(([first]) => first?.role === "assistant", "an answer of the assistant first"),
  v.check((said) => said.at(-1)?.role === "assistant", "an answer of the assistant last: it is what is judged"),
);

type Nullish<Fields> = { [Key in keyof Fields]?: Fields[Key] | null | undefined };

export function provenanceOf({ source, id, subset }: Nullish<Provenance>): Provenance {
  return { ...(source != null && { source }), ...(id != null && { id }), ...(subset != null && { subset }) };
}

export function extrasOf({ margin, ...fields }: Nullish<Provenance & { margin: number }>) {
  return { ...provenanceOf(fields), ...(margin != null && { margin }) };
}

interface Sides {
  prompt: TextOrChat;
  chosen: readonly TextOrChat[];
  rejected: readonly TextOrChat[];
}

/** @throws Misfit where a response is both chosen and rejected: nothing can be learned from it */
export function comparison({ prompt, chosen, rejected }: Sides, extras: ReturnType<typeof extrasOf>): Comparison {
  checkSides({ chosen, rejected });
  return { kind: "comparison", prompt, chosen, rejected, ...extras };
}

/** @throws Misfit where a response is both chosen and rejected */
export function checkSides({ chosen, rejected }: Pick<Sides, "chosen" | "rejected">): void {
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
 * Two conversations that begin alike, as the prompt and what follows it in each.
 * @throws Misfit where they do not part at an answer of the assistant
 */
export function splitConversations(chosen: readonly Message[], rejected: readonly Message[]): Sides {
  const parting = chosen.findIndex((said, i) => JSON.stringify(said) !== JSON.stringify(rejected[i]));
  const at = parting === -1 ? Math.min(chosen.length, rejected.length) : parting;
  for (const [field, conversation] of Object.entries({ chosen, rejected })) {
    const role = conversation[at]?.role;
    if (role !== "assistant") {
      throw new Misfit({
        field: conversation[at] ? `${field}.${at}.role` : field,
        expected: "an answer of the assistant where the conversations part",
        found: role ? excerpt(role) : "the end of the conversation",
      });
    }
    fitted(v.object({ [field]: answer }), { [field]: conversation.slice(at) });
  }
  if (at === 0) throw new Misfit({ field: "chosen", expected: "conversations that begin alike", found: "none" });
  return { prompt: chosen.slice(0, at), chosen: [chosen.slice(at)], rejected: [rejected.slice(at)] };
}
