import { type CheckpointSource, fetchSource } from "../../../engine/checkpoint/source.ts";
import { clusterBundle } from "../../../engine/cluster/bundle.ts";
import { loadPack } from "../../../engine/cluster/pack.ts";
import { contentHash } from "../../../engine/data/content-hash.ts";
import { holdOut } from "../../../engine/data/hold-out.ts";
import { type Place, placeText } from "../../../engine/data/place.ts";
import {
  type PlacedTrainingRecord,
  readTrainingRecords,
  type Supervision,
  withoutPlace,
} from "../../../engine/data/read-records.ts";
import { promptKey } from "../../../engine/data/record.ts";
import { PlaygroundError } from "../../../engine/errors.ts";
import { DPO_DEFAULTS } from "../../../engine/training/dpo-config.ts";
import { supervisionOf } from "../../../engine/training/reward-model-config.ts";
import { SPLIT_SEED } from "../../../engine/training/training-data.ts";
import { zip } from "../../../storage/archive/zip.ts";
import { dataSets } from "../../../storage/data-sets.ts";
import type { RunRecord } from "../../../storage/records.ts";
import { runStore } from "../../../storage/run-store.ts";
import type { RequestOf } from "../../calls.ts";
import { openFile } from "../../open-file.ts";
import type { DataFile, DataSource } from "../../training-records.ts";

/**
 * Packs a run for a cluster into one zip: its settings, and its records, wherever this browser has them.
 * @throws PlaygroundError if the run or its data are gone
 */
export async function clusterPack(
  { run: id, embedded, pack }: RequestOf<"packForCluster">,
  source: (url: string) => CheckpointSource = fetchSource,
): Promise<Blob> {
  const run = await runStore.get(id);
  if (!run) throw new PlaygroundError({ what: "The run is gone", where: `run ${id}`, fix: "Reload the page." });
  const material = {
    name: run.name,
    data: { name: run.dataName, hash: run.dataHash },
    ...(await recordsOf(run, embedded)),
    reward: run.config,
    policy: DPO_DEFAULTS,
  };
  const { files } = clusterBundle(material, await loadPack(source(pack)));
  return new Blob([await zip(files)], { type: "application/zip" });
}

interface RunRecords {
  training: PlacedTrainingRecord[];
  heldOut: PlacedTrainingRecord[];
}

/** Finds the records that a run was trained on by their hash, whatever the name of the data. */
async function recordsOf(run: RunRecord, embedded: DataSource): Promise<RunRecords> {
  const named = (await dataSets.list()).filter(({ name }) => name === run.dataName);
  const sources: DataSource[] = [
    ...named.map(({ id, name }): DataSource => ({ name, train: { kept: id }, heldOut: null })),
    ...(embedded.name === run.dataName ? [embedded] : []),
  ];
  const leftOut = new Set((run.leftOut?.records ?? []).map(placeText));
  const isUsed = (record: PlacedTrainingRecord) =>
    !("steps" in record ? [record.place] : Object.values<Place>(record.places)).some((p) => leftOut.has(placeText(p)));
  for (const source of sources) {
    for await (const { training, heldOut } of splits(source, supervisionOf(run.config))) {
      const found = {
        training: training.filter(isUsed).slice(0, run.pairs),
        heldOut: heldOut.filter(isUsed).slice(0, run.heldOut),
      };
      if ((await contentHash(found.training.map(withoutPlace))) === run.dataHash) return found;
    }
  }
  throw new PlaygroundError({
    what: "The records that the run was trained on are not in this browser",
    where: run.name,
    expected: `data called ${run.dataName} whose records have the SHA-256 ${run.dataHash.slice(0, 12)}…`,
    found: sources.length > 0 ? "other records under that name" : "none of that name",
    fix: `Import them on the Data page as ${run.dataName}; or give the file and the run's config.json to icrm export --to cluster.`,
  });
}

/**
 * The splits of a source that a run may have been trained on: with the source's held-out file, or with a tenth held
 * out.
 */
async function* splits({ name, train, heldOut }: DataSource, supervision: Supervision): AsyncGenerator<RunRecords> {
  const all = await read(train, name, supervision);
  yield { training: all, heldOut: heldOut === null ? [] : await read(heldOut, `${name}, held out`, supervision) };
  // With a single prompt, none can be held out.
  if (heldOut === null && new Set(all.map(({ prompt }) => promptKey(prompt))).size > 1) {
    const split = holdOut(all, SPLIT_SEED, name);
    yield { training: split.training, heldOut: split.heldOut };
  }
}

/** Reads training records; none if the file has nothing to train on, since it is then not the run's file. */
async function read(file: DataFile, name: string, supervision: Supervision): Promise<PlacedTrainingRecord[]> {
  try {
    return (await readTrainingRecords(await openFile(file), name, supervision)).records;
  } catch (thrown) {
    if (thrown instanceof PlaygroundError) return [];
    throw thrown;
  }
}
