import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import type { TextOrChat } from "../../tokenizer/conversation.ts";
import { excerpt, Misfit } from "../misfit.ts";
import type { ImportedPreference } from "../record.ts";
import { comparison, extrasOf, preferenceExtras, provenance, provenanceOf, truth } from "./fields.ts";
import { has, shape } from "./shape.ts";
import { before, NO_SYSTEM, promptOf, sidesOf } from "./sides.ts";
import { onlyAnswer, turnsOf } from "./turns.ts";

const asked = { instruction: v.string(), input: v.nullish(v.string()), ...before };
type Asked = v.InferOutput<v.ObjectSchema<typeof asked, undefined>>;

/** LLaMA-Factory, alpaca. A record with a history (even an empty one) or a system message is a conversation. */
export const llamaFactoryAlpaca = shape({
  id: "llamafactory-alpaca",
  name: msg("LLaMA-Factory, alpaca"),
  claims: (record) => has(record, "instruction") && has(record, "chosen"),
  fields: v.object({ ...asked, chosen: v.string(), rejected: v.string(), ...preferenceExtras }),
  read: ({ chosen, rejected, ...fields }) =>
    comparison(sidesOf(questionOf(fields), chosen, rejected), extrasOf(fields)),
});

/** LLaMA-Factory's older pairs: a list of the better and the worse response, in this order. */
export const llamaFactoryOutputs = shape({
  id: "llamafactory-outputs",
  name: msg("LLaMA-Factory, alpaca with two outputs"),
  claims: (record) => has(record, "instruction") && Array.isArray(record.output),
  fields: v.object({ ...asked, output: v.array(v.string()), ...preferenceExtras }),
  read({ output, ...fields }) {
    const [chosen, rejected] = output;
    if (output.length !== 2 || chosen === undefined || rejected === undefined) {
      throw new Misfit({ field: "output", expected: "two texts, the better one first", found: `${output.length}` });
    }
    return comparison(sidesOf(questionOf(fields), chosen, rejected), extrasOf(fields));
  },
});

/** LLaMA-Factory, alpaca for KTO: an output and whether it is wanted. */
export const llamaFactoryKto = shape({
  id: "llamafactory-kto",
  name: msg("LLaMA-Factory, alpaca for KTO"),
  claims: (record) => has(record, "instruction") && has(record, "kto_tag"),
  fields: v.object({ ...asked, output: v.string(), kto_tag: truth, ...provenance }),
  read({ output, kto_tag: correct, ...fields }) {
    const prompt = questionOf(fields);
    const response = typeof prompt === "string" ? output : [{ role: "assistant", content: output } as const];
    return { kind: "response", prompt, response, correct, ...provenanceOf(fields) };
  },
});

function questionOf({ instruction, input, ...earlier }: Asked): TextOrChat {
  return promptOf([instruction, input].filter(Boolean).join("\n"), earlier);
}

/** Writes a pair in LLaMA-Factory's alpaca format. @throws Misfit if alpaca cannot express the conversation */
export function writeAlpaca({ prompt, chosen, rejected, ...extras }: ImportedPreference): object {
  const answers = { chosen: answerText(chosen, "chosen"), rejected: answerText(rejected, "rejected") };
  if (typeof prompt === "string") return { instruction: prompt, input: "", ...answers, ...extras };
  const { system, turns } = turnsOf(prompt);
  const tool = turns.find(({ role }) => role === "tool");
  if (tool) throw new Misfit({ field: "prompt", expected: "user and assistant alone", found: "a tool" });
  if (system !== null && NO_SYSTEM.test(system)) {
    throw new Misfit({ field: "prompt", expected: "something in the system message", found: excerpt(system) });
  }
  const said = turns.map(({ content }) => content);
  const history = said.slice(0, -1).flatMap((content, i) => (i % 2 === 0 ? [[content, said[i + 1]]] : []));
  return { instruction: said.at(-1), input: "", ...(system && { system }), history, ...answers, ...extras };
}

function answerText(response: TextOrChat, field: string): string {
  return typeof response === "string" ? response : onlyAnswer(response, field).content;
}
