import * as v from "valibot";
import { asMessages, type Message } from "../../tokenizer/conversation.ts";
import { fitted } from "../misfit.ts";
import type { ImportedPreference } from "../record.ts";
import { comparison, extrasOf, message, preferenceExtras } from "./fields.ts";
import { has, type Shape } from "./shape.ts";
import { onlyAnswer, TEXT_MARK, textMark, turnsOf } from "./turns.ts";

const SPEAKERS = { human: "user", gpt: "assistant", system: "system", observation: "tool" } as const;
type Speaker = keyof typeof SPEAKERS;
const speakerOf = Object.fromEntries(Object.entries(SPEAKERS).map(([speaker, role]) => [role, speaker])) as Record<
  Message["role"],
  Speaker
>;

const spoken = v.pipe(
  v.object({ from: v.picklist(Object.keys(SPEAKERS) as Speaker[]), value: v.string() }),
  v.transform(({ from, value }): Message => ({ role: SPEAKERS[from], content: value })),
);

/** LLaMA-Factory's tags, or the role and content of ICRM's files. */
const turn = v.lazy((input) =>
  typeof input === "object" && input !== null && "role" in input ? message : spoken,
) as v.GenericSchema<unknown, Message>;

const schema = v.object({
  conversations: v.pipe(v.array(turn), v.minLength(1)),
  system: v.nullish(v.string()),
  chosen: turn,
  rejected: turn,
  ...textMark,
  ...preferenceExtras,
});

/** LLaMA-Factory, sharegpt, and ICRM's own preference files. */
export const llamaFactorySharegpt: Shape<"llamafactory-sharegpt"> = {
  id: "llamafactory-sharegpt",
  name: "LLaMA-Factory, sharegpt",
  claims: (record) => has(record, "conversations"),
  parse(record) {
    const { conversations, system, chosen, rejected, form, ...extras } = fitted(schema, record);
    const prompt = system ? [{ role: "system", content: system } as const, ...conversations] : conversations;
    const answers = { chosen: onlyAnswer([chosen], "chosen"), rejected: onlyAnswer([rejected], "rejected") };
    const [said] = prompt;
    if (form === "text" && prompt.length === 1 && said) {
      const texts = { chosen: [answers.chosen.content], rejected: [answers.rejected.content] };
      return comparison({ prompt: said.content, ...texts }, extrasOf(extras));
    }
    return comparison({ prompt, chosen: [[answers.chosen]], rejected: [[answers.rejected]] }, extrasOf(extras));
  },
};

/** With LLaMA-Factory's tags. @throws Misfit where it is more than the format can say */
export function writeSharegpt(pair: ImportedPreference): object {
  return write(pair, ({ role, content }) => ({ from: speakerOf[role], value: content }));
}

/** With role and content, as the ICRM repository has it. @throws Misfit where it is more than the format can say */
export function writeIcrmPreference(pair: ImportedPreference): object {
  return write(pair, (said) => said);
}

function write({ prompt, chosen, rejected, ...extras }: ImportedPreference, tagged: (said: Message) => object): object {
  if (typeof prompt !== "string") turnsOf(prompt);
  return {
    conversations: asMessages(prompt, "user").map(tagged),
    chosen: tagged(onlyAnswer(asMessages(chosen, "assistant"), "chosen")),
    rejected: tagged(onlyAnswer(asMessages(rejected, "assistant"), "rejected")),
    ...(typeof prompt === "string" && TEXT_MARK),
    ...extras,
  };
}
