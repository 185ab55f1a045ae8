import { expect, test } from "vitest";
import { byteTokenizers, CHAT_ML, ENDOFTEXT, IM_END } from "../../testing/byte-tokenizers.ts";
import { tinyModel } from "../../testing/tiny-models.ts";
import { loadTextSide } from "../checkpoint/checkpoint.ts";
import { encodeJson, parseJson } from "../checkpoint/json.ts";
import { memorySource } from "../checkpoint/source.ts";
import { stopTokens } from "./stop-tokens.ts";

/** A checkpoint of bytes whose config names the end of a text alone, and whose template ends turns with <|im_end|>. */
function files(template: string | null) {
  const all = tinyModel({ seed: 1, valueHead: false, tokenizer: "gpt2" });
  const config = parseJson(all.get("config.json") as Uint8Array, "config.json") as object;
  all.set("config.json", encodeJson({ ...config, eos_token_id: ENDOFTEXT }));
  const tokenizer = { ...byteTokenizers.gpt2.config, eos_token: "<|endoftext|>", chat_template: template };
  return all.set("tokenizer_config.json", encodeJson(tokenizer));
}

const chat = CHAT_ML.replace("eos_token", "'<|im_end|>'");
const stopsOf = async (all: ReadonlyMap<string, Uint8Array>) => stopTokens(await loadTextSide(memorySource(all)));

test("a policy stops where its template ends an answer, unless generation_config.json names its stops", async () => {
  expect(await stopsOf(files(chat))).toEqual([ENDOFTEXT, IM_END]);
  expect(await stopsOf(files(null))).toEqual([ENDOFTEXT]);
  const named = files(chat).set("generation_config.json", encodeJson({ eos_token_id: ENDOFTEXT }));
  expect(await stopsOf(named)).toEqual([ENDOFTEXT]);
  const silent = files(chat).set("generation_config.json", encodeJson({ temperature: 0.6 }));
  expect(await stopsOf(silent)).toEqual([ENDOFTEXT, IM_END]);
});
