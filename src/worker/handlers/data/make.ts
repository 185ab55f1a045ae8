import { loadCheckpoint } from "../../../engine/checkpoint/checkpoint.ts";
import type { CheckpointSource } from "../../../engine/checkpoint/source.ts";
import { Account } from "../../../engine/data/import-report.ts";
import { keptLine } from "../../../engine/data/kept-record.ts";
import type { DataRecord } from "../../../engine/data/record.ts";
import { makePairs, type WorldPair } from "../../../engine/data/world-pairs/make-pairs.ts";
import { checkPairSettings, worldSettingsOf } from "../../../engine/data/world-pairs/settings.ts";
import { classWriter, type PairWriter, policyWriter } from "../../../engine/data/world-pairs/writers.ts";
import { chooseDevice } from "../../../engine/device.ts";
import { openCausalLM } from "../../../engine/policy/onnx-causal-lm.ts";
import { checkpointTokenizer } from "../../../engine/tokenizer/checkpoint-tokenizer.ts";
import { wordProblems } from "../../../engine/world/index.ts";
import { DataSetWriter } from "../../../storage/data-set-writer.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import type { Call, RequestOf } from "../../calls.ts";
import { runtimeOn } from "../../runtime.ts";

/**
 * Makes pairs of the embedded world and keeps them as a data set that records how it was made; if cancelled, nothing is
 * kept.
 * @throws PlaygroundError if a setting is out of bounds, the policy cannot be loaded, or no pair can be made
 */
export async function makeData(
  { settings, policy, name }: RequestOf<"makeData">,
  { emit, signal }: Call<"makeData">,
  source: (model: string) => Promise<CheckpointSource>,
): Promise<DataSetRecord> {
  checkPairSettings(settings);
  const { writer, release } =
    settings.writer === "class"
      ? { writer: classWriter(wordProblems, worldSettingsOf(settings)), release: async () => {} }
      : await openWriter(await source(policy));
  try {
    return await DataSetWriter.write(async (file) => {
      const account = new Account("line");
      for await (const pairs of makePairs(wordProblems, writer, settings, { signal })) {
        for (const pair of pairs) {
          const number = account.read + 1;
          const record = recordOf(pair);
          const columns = { read: Object.keys(pair), unread: [] };
          account.enter(number, { kind: "record", shape: "trl-explicit", record, columns });
          await file.add(keptLine({ number, shape: "trl-explicit", record }));
        }
        emit({ done: account.read, of: settings.pairs });
      }
      return { name, origin: { kind: "world", settings }, plan: null, report: account.report() };
    });
  } finally {
    await release();
  }
}

async function openWriter(source: CheckpointSource): Promise<{ writer: PairWriter; release(): Promise<void> }> {
  const checkpoint = await loadCheckpoint(source);
  const lm = await openCausalLM(checkpoint, runtimeOn(await chooseDevice("auto")));
  return { writer: policyWriter(lm, checkpointTokenizer(checkpoint)), release: () => lm.release() };
}

function recordOf({ prompt, chosen, rejected, source, subset }: WorldPair): DataRecord {
  return { kind: "comparison", prompt, chosen: [chosen], rejected: [rejected], source, subset };
}
