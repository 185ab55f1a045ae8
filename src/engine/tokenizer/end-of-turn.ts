import * as v from "valibot";
import type { TokenizerFiles } from "../checkpoint/checkpoint.ts";
import { ChatTemplate, chatTemplateOf } from "./chat-template.ts";
import { tokenNames } from "./special-tokens.ts";

const addedTokens = v.array(v.object({ id: v.number(), content: v.string(), special: v.boolean() }));

/**
 * The special token with which the chat template ends an answer; null if there is no template, or it ends answers with plain
 * text.
 * @throws PlaygroundError if the template is no valid one
 */
export function endOfTurn({ json, config, template }: TokenizerFiles): number | null {
  const names = tokenNames(config ?? {}, "tokenizer_config.json");
  const chat =
    template === undefined
      ? chatTemplateOf(config ?? {}, names, "tokenizer_config.json")
      : new ChatTemplate(template, names, "chat_template.jinja");
  const added = v.safeParse(addedTokens, json.added_tokens);
  const ending = chat?.frame?.ending.trimStart() ?? "";
  if (!added.success) return null;
  return added.output.find(({ content, special }) => special && ending.startsWith(content))?.id ?? null;
}
