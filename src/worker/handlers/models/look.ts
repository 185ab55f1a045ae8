import { readHeadedConfig } from "../../../engine/checkpoint/checkpoint.ts";
import { describeCheckpoint, describeExported } from "../../../engine/checkpoint/describe.ts";
import { blobSet, type FileSet, fileSetSource } from "../../../engine/checkpoint/file-set.ts";
import { type CheckpointForm, checkpointForms } from "../../../engine/hub/checkpoint-files.ts";
import { hubFiles } from "../../../engine/hub/hub-files.ts";
import { refusingFetch } from "../../../engine/hub/refusing-fetch.ts";
import { openRepository } from "../../../engine/hub/repository.ts";
import { missingTokenizer } from "../../../engine/tokenizer/checkpoint-tokenizer.ts";
import type { ModelOrigin } from "../../../storage/records.ts";
import type { Call, RequestOf } from "../../calls.ts";
import type { FoundModel, LocalFile, ModelForm, ModelPlace } from "../../model-records.ts";

/**
 * Reads what describes a checkpoint: its config, the list of its files, and the headers of its weights.
 * @throws PlaygroundError if it cannot be reached, or is not a checkpoint that the playground can use
 */
export async function lookUpModel(
  { place }: RequestOf<"lookUpModel">,
  { signal }: Pick<Call<"lookUpModel">, "signal">,
): Promise<FoundModel> {
  const { origin, set } = await opened(place, signal);
  const [first, ...others] = (await runnableForms(set)) as [CheckpointForm, ...CheckpointForm[]];
  if (!first.files.some(({ path }) => path === "tokenizer.json")) throw missingTokenizer(set.name);
  const chosen = await described(set, first);
  return { origin, ...chosen, forms: [chosen, ...(await Promise.all(others.map((form) => described(set, form))))] };
}

/** The forms that can run: if the playground has no decoder for the architecture, only the graphs, which transformers.js runs. */
async function runnableForms(set: FileSet): Promise<CheckpointForm[]> {
  const forms = checkpointForms(set);
  const graphs = forms.filter(({ exported }) => exported);
  if (graphs.length === 0 || graphs.length === forms.length) return forms;
  const isOurs = await readHeadedConfig(fileSetSource(set)).then(
    () => true,
    () => false,
  );
  return isOurs ? forms : graphs;
}

async function described(set: FileSet, { files, exported }: CheckpointForm): Promise<ModelForm> {
  const own = { ...set, files };
  return { files, description: await (exported ? describeExported(own, exported) : describeCheckpoint(own)) };
}

async function opened(place: ModelPlace, signal: AbortSignal): Promise<{ origin: ModelOrigin; set: FileSet }> {
  if (place.kind === "folder") {
    return { origin: { kind: "folder", name: place.name }, set: localFiles(place.name, place.files) };
  }
  const { host, repository: name, revision, token } = place;
  const access = hubAccess(host, token, signal);
  const found = await openRepository({ kind: "model", name, ...(revision && { revision }) }, access);
  const origin = { kind: "hub", host, repository: name, revision: found.revision, licence: found.licence } as const;
  return { origin, set: hubFiles(found, access) };
}

export function localFiles(name: string, files: readonly LocalFile[]): FileSet {
  return blobSet(name, new Map(files.map(({ path, blob }) => [path, blob])));
}

/** Access to the hub whose requests end when the person cancels. */
export function hubAccess(hubUrl: string, token: string, signal: AbortSignal) {
  const fetch: typeof globalThis.fetch = (input, init) => refusingFetch(input, { ...init, signal });
  return { hubUrl, fetch, ...(token && { token }) };
}
