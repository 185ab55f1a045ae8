import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byteTokenizers, CHAT_ML, ENDOFTEXT } from "../../testing/byte-tokenizers.ts";
import { tinyModel } from "../../testing/tiny-models.ts";
import { loadCheckpoint } from "../checkpoint/checkpoint.ts";
import { encodeJson } from "../checkpoint/json.ts";
import { memorySource } from "../checkpoint/source.ts";
import { PlaygroundError } from "../errors.ts";
import { checkpointTokenizer } from "./checkpoint-tokenizer.ts";
import type { Exchange } from "./conversation.ts";
import { tokenised } from "./sequence.ts";
import { trainingIds } from "./special-ids.ts";

const { config } = byteTokenizers.smollm2;
const exchange: Exchange = {
  prompt: [
    { role: "system", content: "Be brief." },
    { role: "user", content: "two?" },
  ],
  response: [{ role: "assistant", content: "2" }],
};

/** Reads a checkpoint with these tokenizer and generation settings and tokenises a conversation. */
async function read(settings: { tokenizer?: object; generation?: unknown; template?: string }) {
  const files = tinyModel({ seed: 1, valueHead: false, layers: 1, tokenizer: "smollm2" });
  if (settings.tokenizer) files.set("tokenizer_config.json", encodeJson({ ...config, ...settings.tokenizer }));
  if (settings.generation !== undefined) files.set("generation_config.json", encodeJson(settings.generation));
  if (settings.template !== undefined) files.set("chat_template.jinja", new TextEncoder().encode(settings.template));
  const tokenizer = checkpointTokenizer(await loadCheckpoint(memorySource(files)));
  return { sequence: tokenised(tokenizer, exchange), ...trainingIds(tokenizer) };
}

/** Expects tokens, or an error that says where, what was expected, what was found, and what to do. */
async function tokensOrReason(settings: Parameters<typeof read>[0]): Promise<void> {
  try {
    const { sequence, eosId, padId } = await read(settings);
    expect(sequence.responseIds.length).toBeGreaterThan(0);
    expect(padId).not.toBe(eosId);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(PlaygroundError);
    const { report } = thrown as PlaygroundError;
    expect(report).toEqual({
      ...{ what: expect.any(String), where: expect.any(String), fix: expect.any(String) },
      ...{ expected: expect.any(String), found: expect.any(String) },
    });
  }
}

const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom("<|im_end|>", "default", CHAT_ML, -1, 1e9, 0.5));
const settings = <Field extends string>(...fields: Field[]) =>
  fc.record(Object.fromEntries(fields.map((field) => [field, value])), { requiredKeys: [] });

describe("whatever the values are, there are tokens or a reason", () => {
  test("of tokenizer_config.json", async () => {
    const tokenizer = fc.oneof(
      settings("bos_token", "eos_token", "pad_token", "unk_token", "chat_template", "added_tokens_decoder"),
      settings(
        "add_bos_token",
        "add_prefix_space",
        "clean_up_tokenization_spaces",
        "model_max_length",
        "tokenizer_class",
      ),
      settings("remove_space", "do_lowercase_and_remove_accent", "legacy", "extra_special_tokens", "padding_side"),
      fc.record({ chat_template: fc.array(fc.record({ name: value, template: value }), { maxLength: 2 }) }),
    );
    await fc.assert(
      fc.asyncProperty(tokenizer, (given) => tokensOrReason({ tokenizer: given })),
      { numRuns: 150 },
    );
  });

  test("of a template that refuses, or asks for a token that there is none of", async () => {
    await tokensOrReason({ template: "{{ raise_exception('no') }}" });
    await tokensOrReason({ tokenizer: { eos_token: null, chat_template: "{{ messages[0]['content'] + eos_token }}" } });
  });

  test("of generation_config.json", async () => {
    const generation = fc.oneof(value, settings("eos_token_id", "bos_token_id", "pad_token_id", "max_length"));
    const ids = fc.record({ eos_token_id: fc.oneof(fc.integer(), fc.array(fc.integer({ min: -2, max: 300 }))) });
    await fc.assert(
      fc.asyncProperty(fc.oneof(generation, ids), (given) => tokensOrReason({ generation: given })),
      { numRuns: 150 },
    );
  });

  test("and pieces of a template are", async () => {
    const piece = fc.constantFrom(
      ...["{{", "}}", "{%", "%}", " for m in messages ", " endfor ", " if ", " endif ", " set x = ", "messages", "[0]"],
      ...[
        "['content']",
        " | trim",
        " + ",
        " * ",
        "'a'",
        "eos_token",
        "range(9)",
        "raise_exception('no')",
        "-",
        " in ",
        ".",
      ],
    );
    const template = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
    );
    await fc.assert(
      fc.asyncProperty(template, (given) => tokensOrReason({ template: given })),
      { numRuns: 150 },
    );
  });
});

describe("is named", () => {
  test.each([
    ["an end token outside the vocabulary", { tokenizer: { eos_token: "</s>" } }, /eos_token\).*found "<\/s>"/],
    [
      "an end token that is none",
      { tokenizer: { eos_token: 2 } },
      /"eos_token" is not usable \(memory\/tokenizer_config\.json/,
    ],
    [
      "an end token beyond the embedding",
      { generation: { eos_token_id: [1, 9999] } },
      /generation_config\.json, eos_token_id\).*9999/,
    ],
    ["a template that is a number", { tokenizer: { chat_template: 3 } }, /"chat_template" is not usable/],
    [
      "a template that raises",
      { template: "{{ raise_exception('No system role') }}" },
      /No system role \(memory\/chat_template\.jinja\)/,
    ],
  ])("%s", async (_, given, said) => {
    await expect(read(given)).rejects.toThrow(said);
  });
});

test.each([
  [
    "loops",
    "{% set r = range(1000) %}{% for a in r %}{% for b in r %}{% for c in r %}x{% endfor %}{% endfor %}{% endfor %}",
  ],
  [
    "doubles a list without end",
    "{% set n = namespace(l=[1]) %}{% for a in range(60) %}{% set n.l = n.l + n.l %}{% endfor %}{{ n.l | length }}",
  ],
  [
    "holds lists in lists twice each",
    "{% set n = namespace(l=[1]) %}{% for a in range(60) %}{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l | tojson }}",
  ],
  ["counts without end", "{% for a in range(10000000000) %}{% endfor %}"],
  [
    "doubles",
    "{% set n = namespace(s='aaaaaaaaaa') %}{% for a in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}{{ n.s }}",
  ],
])("a template that %s comes to an end", async (_, template) => {
  await expect(read({ template })).rejects.toThrow(
    /chat template does not write this.*\(memory\/chat_template\.jinja\)/,
  );
});

test("where the file fills up rows with the token that is scored, they are filled with another one", async () => {
  for (const name of ["<|im_end|>", "<|endoftext|>"]) {
    const { eosId, padId } = await read({ tokenizer: { eos_token: name, pad_token: name } });
    expect(padId).not.toBe(eosId);
  }
  expect((await read({ tokenizer: { pad_token: "<|endoftext|>" } })).padId).toBe(ENDOFTEXT);
});
