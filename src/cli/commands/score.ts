import { Command } from "commander";
import { readResponses } from "../../engine/data/read-records.ts";
import { type Exchange, textOf } from "../../engine/tokenizer/conversation.ts";
import { sequenceOf } from "../../engine/tokenizer/sequence.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { deviceOption, openDevice } from "../device.ts";
import { openFile } from "../files.ts";
import { openReward } from "../models.ts";
import { print } from "../output.ts";

interface Options {
  model: string;
  input: string;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

export const score = new Command("score")
  .description("Process rewards of given responses: one at every response token, the last is the outcome reward.")
  .requiredOption("--model <dir>", "checkpoint of a reward model")
  .requiredOption("--input <file>", "responses or pairs, JSONL, JSON or Parquet of any shape `icrm import` knows")
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

async function run({ model: directory, input, device, json }: Options): Promise<void> {
  const responses = await readResponses(await openFile(input), input);
  const { checkpoint, tokenizer, model } = await openReward(directory, await openDevice(device));
  const sequences = responses.map((exchange, i) =>
    sequenceOf(tokenizer, exchange, checkpoint.config.contextLength, `${input}, response ${i + 1}`),
  );
  const rewards = await model.processRewardsOf(sequences);
  await model.release();
  const records = responses.map((record, i) => {
    const tokens = [...(rewards[i]?.tokens ?? [])];
    return {
      ...record,
      ...verdictOf(record),
      tokens: sequences[i]?.responseIds.map((id) => tokenizer.tokenText(id)),
      rewards: tokens,
      outcome: tokens.at(-1),
    };
  });
  print({ records }, { ...(json && { json }) }, () =>
    records
      .map(({ outcome, response, misconception }) =>
        [outcome?.toFixed(3), textOf(response, "assistant"), misconception && `(${misconception})`]
          .filter(Boolean)
          .join("  "),
      )
      .join("\n"),
  );
}

/** What the verifier says of a response; all null where its prompt is no problem of the embedded world. */
function verdictOf({ prompt, response }: Exchange) {
  const problem = wordProblems.solve(textOf(prompt, "user"));
  if (!problem) return { correct: null, firstWrongStep: null, misconception: null };
  const { correct, firstWrongStep, misconception } = wordProblems.verify(problem, textOf(response, "assistant"));
  return { correct, firstWrongStep, misconception };
}
