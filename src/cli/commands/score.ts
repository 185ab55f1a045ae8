import { Command } from "commander";
import { allLeftOut, checkSomeLeft, Omissions } from "../../engine/data/left-out.ts";
import { placeText } from "../../engine/data/place.ts";
import { type PlacedRecord, readRecords } from "../../engine/data/read-records.ts";
import { type ReadableRecord, readableRecords } from "../../engine/data/readable-records.ts";
import { stepOffsets } from "../../engine/data/step-ends.ts";
import { scoreEach } from "../../engine/evaluation/scoring.ts";
import { type Exchange, textOf } from "../../engine/tokenizer/conversation.ts";
import { type PromptedResponse, saidUpTo, tokensBefore } from "../../engine/tokenizer/sequence.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { UnusableRecord } from "../../engine/unusable-record.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { deviceOption, openDevice } from "../device.ts";
import { openPath } from "../files.ts";
import { leftOutDocument, strictOption, tellLeftOut } from "../left-out.ts";
import { openJudgeFolder } from "../models.ts";
import { print } from "../output.ts";

interface Options {
  model: string;
  input: string;
  strict?: boolean;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

export const command = new Command("score")
  .description("Process rewards of given responses: one at every response token, the last is the outcome reward.")
  .requiredOption("--model <dir>", "checkpoint of a reward model")
  .requiredOption("--input <file>", "responses or pairs, JSONL, JSON or Parquet of any shape `icrm import` knows")
  .addOption(strictOption())
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

async function run({ model: directory, input, device, strict, json }: Options): Promise<void> {
  const read = await readRecords(await openPath(input), input);
  const { tokenizer, model } = await openJudgeFolder(directory, await openDevice(device));
  const { byText, contextLength } = model;
  const omissions = new Omissions();
  if (byText) readableRecords(read.records, { tokenizer: byText.tokenizer, contextLength }, omissions, "read");
  const readable = readableRecords(read.records, { tokenizer, contextLength }, omissions).flatMap((item) => {
    const ends = omissions.attempt(item.place, () => stepEndsOf(item, tokenizer));
    return ends ? [{ ...item, ends }] : [];
  });
  const leftOut = allLeftOut([read.leftOut, omissions.account()]);
  tellLeftOut(leftOut, { strict });
  checkSomeLeft(readable.length, input, leftOut);
  const responses = readable.flatMap(({ place, ends, exchanges, sequences }) =>
    exchanges.map((exchange, i) => ({ place, ends, exchange, sequence: sequences[i] as PromptedResponse })),
  );
  const scored = await scoreEach(
    model,
    responses.map(({ place, ends, exchange, sequence }) => {
      const beginnings = ends.map((end) => ({ end, text: saidUpTo(tokenizer, sequence.responseIds, end) }));
      return { ...sequence, said: { ...exchange, beginnings }, where: placeText(place) };
    }),
    new Map(),
  );
  await model.release();
  const unread = new Omissions();
  for (const [i, rewards] of scored.entries()) {
    if (rewards instanceof UnusableRecord) unread.add((responses[i] as (typeof responses)[number]).place, rewards);
  }
  tellLeftOut(unread.account(), { strict });
  const omitted = allLeftOut([leftOut, unread.account()]);
  const records = responses.flatMap(({ place, exchange, sequence }, i) => {
    const rewards = scored[i];
    if (!rewards || rewards instanceof UnusableRecord || unread.has(place)) return [];
    const tokens = [...rewards.tokens];
    return {
      line: place.number,
      ...exchange,
      ...verdictOf(exchange),
      tokens: sequence.responseIds.map((id) => tokenizer.tokenText(id)),
      // A judge of texts gives none at most tokens.
      rewards: tokens.map((reward) => (Number.isNaN(reward) ? null : reward)),
      outcome: tokens.at(-1),
    };
  });
  print(
    { ...(byText && { measured: byText.how }), records, omitted: leftOutDocument(omitted) },
    { ...(json && { json }) },
    () =>
      records
        .map(({ outcome, response, misconception }) =>
          [outcome?.toFixed(3), textOf(response, "assistant"), misconception && `(${misconception})`]
            .filter(Boolean)
            .join("  "),
        )
        .join("\n"),
  );
}

/** The last token of every labelled step. @throws UnusableRecord if the chat template changes the answer's text */
function stepEndsOf(
  { place, record, exchanges: [exchange] }: ReadableRecord<PlacedRecord>,
  tokenizer: Tokenizer,
): number[] {
  if (record.kind !== "steps") return [];
  return tokensBefore(tokenizer, exchange as Exchange, stepOffsets(record, placeText(place)));
}

/** The verifier's verdict on a response; all fields are null if the prompt is no problem of the embedded world. */
function verdictOf({ prompt, response }: Exchange) {
  const problem = wordProblems.solve(textOf(prompt, "user"));
  if (!problem) return { correct: null, firstWrongStep: null, misconception: null };
  const { correct, firstWrongStep, misconception } = wordProblems.verify(problem, textOf(response, "assistant"));
  return { correct, firstWrongStep, misconception };
}
