import { Command } from "commander";
import { contentHash } from "../../engine/data/content-hash.ts";
import { formatJsonLines } from "../../engine/data/json-lines.ts";
import { makePairs, type WorldPair } from "../../engine/data/world-pairs/make-pairs.ts";
import { checkPairSettings, type PairSettings, worldSettingsOf } from "../../engine/data/world-pairs/settings.ts";
import { classWriter, policyWriter } from "../../engine/data/world-pairs/writers.ts";
import { CLASS_MODEL } from "../../engine/policy/class-entry.ts";
import { wordProblems } from "../../engine/world/index.ts";
import { deviceOption, openDevice } from "../device.ts";
import { writeText } from "../files.ts";
import { EMBEDDED_POLICY, openPolicy, POLICY_CHOICE } from "../models.ts";
import { log, print } from "../output.ts";
import { pairOptions } from "../pair-options.ts";

interface Options extends Omit<PairSettings, "writer"> {
  policy: string;
  out: string;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

export const command = new Command("dataset").description(
  "Make preference pairs: a policy, or the class of students, answers word problems, the verifier labels the answers.",
);
for (const option of pairOptions()) command.addOption(option);
command
  .option("--policy <dir>", `who writes the answers: ${POLICY_CHOICE}`, EMBEDDED_POLICY)
  .requiredOption("--out <file>", "where to write the pairs: JSONL, packed if the name ends in .gz")
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

const REPORT_EVERY = 100;

async function run({ policy, out, device, json, ...given }: Options): Promise<void> {
  const settings = checkPairSettings({ ...given, writer: policy === CLASS_MODEL ? "class" : "policy" });
  const { writer, release } = await openWriter(policy, settings, device);
  const pairs: WorldPair[] = [];
  let written = 0;
  const onProgress = (made: number, problems: number) => {
    written = problems;
    if (problems % REPORT_EVERY === 0) log(`${made} of ${settings.pairs} pairs from ${problems} problems`);
  };
  for await (const found of makePairs(wordProblems, writer, settings, { onProgress })) pairs.push(...found);
  await release();
  await writeText(out, formatJsonLines(pairs));
  // The hash of the pairs in the form that models are trained on, as `icrm train` prints it.
  const preferences = pairs.map(({ prompt, chosen, rejected }) => ({ prompt, chosen, rejected }));
  const document = {
    out,
    problems: written,
    ...settings,
    pairs: pairs.length,
    policy,
    data_hash: await contentHash(preferences),
  };
  print(document, { ...(json && { json }) }, () => `${pairs.length} pairs from ${written} problems written to ${out}`);
}

async function openWriter(policy: string, settings: PairSettings, device: Options["device"]) {
  if (settings.writer === "class") {
    return { writer: classWriter(wordProblems, worldSettingsOf(settings)), release: async () => {} };
  }
  const { lm, tokenizer } = await openPolicy(policy, await openDevice(device));
  return { writer: policyWriter(lm, tokenizer), release: () => lm.release() };
}
