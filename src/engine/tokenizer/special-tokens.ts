import * as v from "valibot";
import { checked } from "../checkpoint/json.ts";
import { PlaygroundError } from "../errors.ts";

/** The ids of the tokens that begin, end and pad a text; null where the tokenizer has none. */
export interface SpecialIds {
  bos: number | null;
  eos: number | null;
  pad: number | null;
}

/** A token as its text, or as an AddedToken object with the text in `content`. */
const token = v.nullish(
  v.union([
    v.string(),
    v.pipe(
      v.object({ content: v.string() }),
      v.transform(({ content }) => content),
    ),
  ]),
);

/**
 * The texts of the special tokens in a `tokenizer_config.json`, by field: `bos_token`, `eos_token` and others.
 * @param file the name of the file in errors
 * @throws PlaygroundError naming a field that holds no token
 */
export function tokenNames(config: object, file: string): Record<string, string> {
  const fields = Object.keys(config).filter((field) => field.endsWith("_token"));
  const strict = (field: string) => ["bos_token", "eos_token", "pad_token"].includes(field);
  // Other fields that end in `_token`, such as `add_bos_token`, may be flags.
  const schema = v.object(
    Object.fromEntries(fields.map((field) => [field, strict(field) ? token : v.fallback(token, null)])),
  );
  const named = Object.entries(checked(schema, config, file));
  return Object.fromEntries(named.flatMap(([field, text]) => (text == null ? [] : [[field, text]])));
}

/**
 * The ids of the special tokens in a `tokenizer_config.json`.
 * @param names the tokens' texts, by field
 * @param file the name of the file in errors
 * @throws PlaygroundError if the end token, whose reward is the outcome reward, is not in the vocabulary
 */
export function specialIds(
  names: Record<string, string>,
  idOf: (token: string) => number | null,
  file: string,
): SpecialIds {
  const id = (field: string): number | null => {
    const name = names[field];
    return name === undefined ? null : idOf(name);
  };
  const eos = id("eos_token");
  if (eos === null && names.eos_token !== undefined) {
    throw new PlaygroundError({
      what: "The token that ends a text is not in the vocabulary",
      where: `${file}, eos_token`,
      expected: "a token of tokenizer.json",
      found: JSON.stringify(names.eos_token),
      fix: "Use the tokenizer.json and tokenizer_config.json that belong to the checkpoint.",
    });
  }
  return { bos: id("bos_token"), eos, pad: id("pad_token") };
}
