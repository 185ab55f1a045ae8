import { loadTextSide } from "../../../engine/checkpoint/checkpoint.ts";
import { weightFiles } from "../../../engine/checkpoint/describe.ts";
import { type FileSet, fileSetSource, type ListedFile } from "../../../engine/checkpoint/file-set.ts";
import { checkFiniteFile } from "../../../engine/checkpoint/finite-weights.ts";
import { PlaygroundError } from "../../../engine/errors.ts";
import { download } from "../../../engine/hub/download.ts";
import { hubFiles } from "../../../engine/hub/hub-files.ts";
import { readGenerativeSettings } from "../../../engine/reward/generative-settings.ts";
import { checkpointTokenizer } from "../../../engine/tokenizer/checkpoint-tokenizer.ts";
import { requireDiskSpace } from "../../../storage/disk-space.ts";
import { models } from "../../../storage/models.ts";
import type { ModelOrigin, ModelRecord } from "../../../storage/records.ts";
import type { Call, RequestOf } from "../../calls.ts";
import type { ModelContent } from "../../model-records.ts";
import { fitting } from "./ask.ts";
import { hubAccess, localFiles } from "./look.ts";

type Telling = Pick<Call<"keepModel">, "emit" | "signal">;

/** Stores the files of a checkpoint in this browser, the small ones first, and checks them against each other. */
export async function keepModel({ look, content }: RequestOf<"keepModel">, call: Telling): Promise<ModelRecord> {
  const model = await models.begin(look.origin, look.files, look.description);
  if (model.complete) return model;
  const letGo = await models.hold(model.id);
  if (!letGo) throw inAnotherTab(model);
  try {
    await requireDiskSpace(model.bytes - (await models.arrived(model.id)), `the model ${model.name}`);
    await bring(model, contentOf(model.origin, model.files, content, call.signal), call);
    await models.finish(model.id);
    return { ...model, complete: true };
  } catch (error) {
    // A failed download can be continued. What cannot be continued, or would fail again, is removed.
    const lost = content.kind === "folder" || error instanceof BrokenCheckpoint;
    if (lost || (await models.arrived(model.id)) === 0) await models.erase(model.id);
    throw error instanceof BrokenCheckpoint ? error.cause : error;
  } finally {
    letGo();
  }
}

async function bring(model: ModelRecord, set: FileSet, { emit, signal }: Telling): Promise<void> {
  const store = models.store(model);
  const { exported } = model.description;
  const weights = exported ? [exported.graph, ...exported.data] : await weightFiles(set);
  const text = model.files.filter(({ path }) => !weights.includes(path));
  const all = [...text, ...model.files.filter((file) => !text.includes(file))];
  const onProgress = ({ done }: { done: number }) => emit({ stage: "fetching", done, of: model.bytes });
  await download(set, text, store, { onProgress, signal });
  const kept = models.files(model);
  const source = fileSetSource(kept);
  await held(async () => checkpointTokenizer(await loadTextSide(source)));
  await held(async () => {
    const asked = await readGenerativeSettings(source);
    if (asked) await models.ask(model.id, await fitting(asked, source));
  });
  await download(set, all, store, { onProgress, signal });
  // The numbers of an exported graph cannot be checked: only ONNX Runtime can read them.
  let before = 0;
  for (const path of exported ? [] : weights) {
    const onTensor = (bytes: number) => {
      signal.throwIfAborted();
      emit({ stage: "checking", done: before + bytes, of: model.bytes });
    };
    const file = await kept.open(path);
    await held(() => checkFiniteFile(file, `${model.name}/${path}`, onTensor), signal);
    before += file.size;
  }
}

/** Thrown if the received files contradict the checkpoint's description. */
class BrokenCheckpoint extends Error {}

async function held(check: () => Promise<unknown>, signal?: AbortSignal): Promise<void> {
  try {
    await check();
  } catch (cause) {
    signal?.throwIfAborted();
    throw new BrokenCheckpoint("", { cause });
  }
}

function contentOf(origin: ModelOrigin, files: ListedFile[], content: ModelContent, signal: AbortSignal): FileSet {
  if (origin.kind === "folder") return localFiles(origin.name, content.kind === "folder" ? content.files : []);
  const { repository: name, revision, licence, host } = origin;
  const token = content.kind === "hub" ? content.token : "";
  return hubFiles({ kind: "model", name, revision, licence, files }, hubAccess(host, token, signal));
}

function inAnotherTab({ name }: ModelRecord): PlaygroundError {
  return new PlaygroundError({
    what: "This model is being brought in by another tab",
    where: name,
    fix: "Wait for it there, or close that tab first.",
  });
}
