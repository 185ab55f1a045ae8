import { type CheckpointSource, fetchSource } from "../../engine/checkpoint/source.ts";
import { checkSupervision, clusterBundle } from "../../engine/cluster/bundle.ts";
import { loadPack } from "../../engine/cluster/pack.ts";
import { contentHash } from "../../engine/data/content-hash.ts";
import { preferenceOf } from "../../engine/data/exchange.ts";
import { holdOut } from "../../engine/data/hold-out.ts";
import { type PlacedPair, preferencePairs } from "../../engine/data/pair-up.ts";
import { type Place, placeText } from "../../engine/data/place.ts";
import { readRecords } from "../../engine/data/read-records.ts";
import { promptKey } from "../../engine/data/record.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { DPO_DEFAULTS } from "../../engine/training/dpo-config.ts";
import { SPLIT_SEED } from "../../engine/training/training-data.ts";
import { zip } from "../../storage/archive/zip.ts";
import { dataSets } from "../../storage/data-sets.ts";
import type { RunRecord } from "../../storage/records.ts";
import { runStore } from "../../storage/run-store.ts";
import type { PackForClusterRequest } from "../requests.ts";
import type { DataFile, DataSource } from "../training-records.ts";
import { openFile } from "./open-file.ts";

/**
 * A run as a cluster goes on with it, one zip: its settings, and its pairs wherever this browser has them.
 * @throws PlaygroundError when the run or its data are gone, or it learned from steps
 */
export async function packForCluster(
  { run: id, embedded, pack }: PackForClusterRequest,
  source: (url: string) => CheckpointSource = fetchSource,
): Promise<Blob> {
  const run = await runStore.get(id);
  if (!run) throw new PlaygroundError({ what: "The run is gone", where: `run ${id}`, fix: "Reload the page." });
  // Before its data are looked for: they need not hold pairs.
  checkSupervision(run.name, run.config);
  const material = {
    name: run.name,
    data: { name: run.dataName, hash: run.dataHash },
    ...(await pairsOf(run, embedded)),
    reward: run.config,
    policy: DPO_DEFAULTS,
  };
  const { files } = clusterBundle(material, await loadPack(source(pack)));
  return new Blob([await zip(files)], { type: "application/zip" });
}

interface RunPairs {
  training: PlacedPair[];
  heldOut: PlacedPair[];
}

/** The pairs that a run was trained on: known by their hash, whatever the data are called. */
async function pairsOf(run: RunRecord, embedded: DataSource): Promise<RunPairs> {
  const named = (await dataSets.list()).filter(({ name }) => name === run.dataName);
  const sources: DataSource[] = [
    ...named.map(({ id, name }): DataSource => ({ name, train: { kept: id }, heldOut: null })),
    ...(embedded.name === run.dataName ? [embedded] : []),
  ];
  const leftOut = new Set((run.leftOut?.records ?? []).map(placeText));
  const isUsed = ({ places }: PlacedPair) =>
    !Object.values<Place>(places).some((place) => leftOut.has(placeText(place)));
  for (const source of sources) {
    for await (const { training, heldOut } of splits(source)) {
      const found = {
        training: training.filter(isUsed).slice(0, run.pairs),
        heldOut: heldOut.filter(isUsed).slice(0, run.heldOut),
      };
      if ((await contentHash(found.training.map(preferenceOf))) === run.dataHash) return found;
    }
  }
  throw new PlaygroundError({
    what: "The pairs that the run was trained on are not in this browser",
    where: run.name,
    expected: `data called ${run.dataName} whose pairs have the SHA-256 ${run.dataHash.slice(0, 12)}…`,
    found: sources.length > 0 ? "other pairs under that name" : "none of that name",
    fix: `Import them on the Data page as ${run.dataName}; or give the file and the run's config.json to icrm export --to cluster.`,
  });
}

/** The ways in which a source may have been trained on: with a file of held-out pairs, or with a tenth of its own held out. */
async function* splits({ name, train, heldOut }: DataSource): AsyncGenerator<RunPairs> {
  const all = await read(train, name);
  yield { training: all, heldOut: heldOut === null ? [] : await read(heldOut, `${name}, held out`) };
  // Of one prompt none can be held out.
  if (heldOut === null && new Set(all.map(({ prompt }) => promptKey(prompt))).size > 1) {
    const split = holdOut(all, SPLIT_SEED, name);
    yield { training: split.training, heldOut: split.heldOut };
  }
}

async function read(file: DataFile, name: string): Promise<PlacedPair[]> {
  return preferencePairs((await readRecords(await openFile(file), name)).records, name);
}
