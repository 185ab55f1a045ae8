import { Command, Option } from "commander";
import { generate as generateSamples, type Sample } from "../../engine/policy/generate.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { deviceOption, openDevice } from "../device.ts";
import { EMBEDDED_POLICY, openPolicy, POLICY_CHOICE } from "../models.ts";
import { integerOption, nonNegativeOption, shareOption } from "../options.ts";
import { print } from "../output.ts";

interface Options {
  prompt: string;
  policy: string;
  n: number;
  temperature: number;
  topK: number;
  topP: number;
  seed: number;
  maxTokens: number;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

export const command = new Command("generate")
  .description(
    "Let a policy answer a prompt; every token comes with its generation probability, every step with a verdict.",
  )
  .requiredOption("--prompt <text>", "the problem")
  .option("--policy <dir>", `who writes: ${POLICY_CHOICE}`, EMBEDDED_POLICY)
  .addOption(new Option("--n <count>", "samples").default(1).argParser(integerOption))
  .addOption(new Option("--temperature <x>", "0 takes the most probable token").default(1).argParser(nonNegativeOption))
  .addOption(
    new Option("--top-k <k>", "keep the k most probable tokens; 0 keeps all").default(0).argParser(integerOption),
  )
  .addOption(
    new Option("--top-p <p>", "keep the smallest set of this mass; 1 keeps all").default(1).argParser(shareOption),
  )
  .addOption(new Option("--seed <n>", "the same seed gives the same samples").default(0).argParser(integerOption))
  .addOption(new Option("--max-tokens <n>", "response tokens at most").default(96).argParser(integerOption))
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

async function run({ prompt, policy, n, device, json, ...settings }: Options): Promise<void> {
  const { tokenizer, lm } = await openPolicy(policy, await openDevice(device));
  const promptIds = tokenizer.encodePrompt(prompt, lm.contextLength, 1);
  const samples = (await generateSamples(lm, promptIds, settings, { samples: n })).map(judged);
  await lm.release();
  print({ samples }, { ...(json && { json }) }, () =>
    samples.map(({ text, correct }) => `${correct === null ? "?" : correct ? "✓" : "✗"} ${text}`).join("\n"),
  );

  function judged(sample: Sample) {
    const text = tokenizer.decode(sample.ids);
    const { correct, steps, firstWrongStep, misconception } = wordProblems.verify(wordProblems.solve(prompt), text);
    return { text, tokens: tracesWithText(sample, tokenizer), correct, firstWrongStep, misconception, steps };
  }
}

function tracesWithText({ traces }: Sample, tokenizer: Tokenizer) {
  return traces.map(({ id, q, p, top }) => ({
    text: tokenizer.tokenText(id),
    q,
    p,
    top: top.map((chance) => ({ text: tokenizer.tokenText(chance.id), q: chance.q, p: chance.p })),
  }));
}
