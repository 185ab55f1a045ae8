import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import { excerpt, Misfit } from "../misfit.ts";
import { comparison, extrasOf, preferenceExtras } from "./fields.ts";
import { isName } from "./meaning.ts";
import { CHATS, PROMPTS } from "./prompt-keys.ts";
import { said } from "./said.ts";
import { has, shape } from "./shape.ts";
import { splitConversations } from "./sides.ts";

const fields = v.object({ chosen: said, rejected: said, ...preferenceExtras });

/** TRL with implicit prompt: the common beginning of both texts or conversations. */
export const trlImplicit = shape({
  id: "trl-implicit",
  name: msg("TRL, implicit prompt"),
  claims: (record) => has(record, "chosen") || has(record, "rejected"),
  fields(record) {
    const isText = typeof record.chosen === "string";
    const prompt = isText && [...PROMPTS, ...CHATS].find((key) => record[key] === null);
    if (prompt) throw new Misfit({ field: prompt, expected: "a prompt, or no such key", found: "null" });
    return fields;
  },
  read({ chosen, rejected, ...extras }) {
    if (typeof chosen !== "string" && typeof rejected !== "string") {
      return comparison(splitConversations(chosen, rejected), extrasOf(extras));
    }
    if (typeof chosen !== "string" || typeof rejected !== "string") {
      const [text, other] = typeof chosen === "string" ? ["chosen", "rejected"] : ["rejected", "chosen"];
      throw new Misfit({ field: text, expected: `messages, as ${other} is`, found: "a text" });
    }
    if (isJson(chosen) && isJson(rejected)) {
      const expected = "a text, or messages with role and content: the prompt would end within the JSON";
      throw new Misfit({ field: "chosen", expected, found: excerpt(chosen) });
    }
    const end = promptEnd(chosen, rejected);
    if (end === 0 && extras.source && !isName(extras.source)) {
      throw new Misfit({ field: "source", expected: "a name beside an empty prompt", found: excerpt(extras.source) });
    }
    const sides = { prompt: chosen.slice(0, end), chosen: [chosen.slice(end)], rejected: [rejected.slice(end)] };
    return comparison(sides, extrasOf(extras));
  },
});

/** Whether a text is a list or an object as JSON. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where the common prompt of two texts ends: before the last space of their common prefix, as in TRL, so that no word
 * is cut; at the end of the prefix if it has no space.
 */
function promptEnd(a: string, b: string): number {
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared += 1;
  let end = shared;
  while (end > 0 && !isSpace(a[end - 1])) end -= 1;
  if (end === 0) return isHighSurrogate(a[shared - 1]) ? shared - 1 : shared;
  while (end > 0 && isSpace(a[end - 1])) end -= 1;
  return end;
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && /\s/.test(character);
}

function isHighSurrogate(character: string | undefined): boolean {
  return character !== undefined && /[\uD800-\uDBFF]/.test(character);
}
