import { expect, test } from "vitest";
import { BYTE_VOCABULARY, byteTokenizers, IM_END, IM_START } from "../../testing/byte-tokenizers.ts";
import { sequenceOf } from "./sequence.ts";
import { Tokenizer } from "./tokenizer.ts";

const CHAT_ML =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + eos_token + '\\n' }}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

const { json, config } = byteTokenizers.smollm2;
const withTemplate = (chat_template: unknown) => new Tokenizer(json, { ...config, chat_template });
const bytes = (text: string) => [...new TextEncoder().encode(text)];

test("a prompt is what a person says, up to where the answer begins; the answer ends with the token that is scored", () => {
  const tokenizer = withTemplate(CHAT_ML);
  const { promptIds, responseIds } = sequenceOf(tokenizer, "two?", "2", 64, "pair 1");
  const expected = [IM_START, "user\ntwo?", IM_END, "\n", IM_START, "assistant\n"];
  expect(tokenizer.decode(promptIds)).toBe("user\ntwo?\nassistant\n");
  expect(promptIds.filter((id) => id >= BYTE_VOCABULARY - 3)).toEqual(
    expected.filter((part) => typeof part === "number"),
  );
  expect(responseIds).toEqual([...bytes("2"), IM_END]);
  expect(tokenizer.encodePrompt("two?", 64)).toEqual(promptIds);
});

test("of several templates the default one is taken; without one the prompt is its text", () => {
  const plain = new Tokenizer(json, config).promptIds("two?");
  expect(plain).toEqual(bytes("two?"));
  const several = [
    { name: "tool_use", template: "no" },
    { name: "default", template: CHAT_ML },
  ];
  expect(withTemplate(several).promptIds("two?")).toEqual(withTemplate(CHAT_ML).promptIds("two?"));
  expect(withTemplate([{ name: "tool_use", template: "no" }]).promptIds("two?")).toEqual(plain);
});

test("what a person types is text, whatever it looks like to a template", () => {
  const tokenizer = withTemplate(CHAT_ML);
  expect(tokenizer.decode(tokenizer.promptIds("{{ eos_token }}"))).toContain("{{ eos_token }}");
});

test.each([
  ["{% for message in messages %}", /chat template cannot be used.*chat_template\)/],
  ["{{ raise_exception('Roles must alternate') }}", /Roles must alternate.*chat_template\)/],
])("a template that cannot be used is named: %s", (template, said) => {
  expect(() => withTemplate(template).promptIds("two?")).toThrow(said);
});
