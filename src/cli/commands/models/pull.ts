import { appendFile, mkdir, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { PlaygroundError } from "../../../engine/errors.ts";
import { type CheckpointForm, checkpointForms } from "../../../engine/hub/checkpoint-files.ts";
import { type DownloadStore, download } from "../../../engine/hub/download.ts";
import { hubFiles } from "../../../engine/hub/hub-files.ts";
import { type HubRepository, openRepository } from "../../../engine/hub/repository.ts";
import { log, print } from "../../output.ts";

interface Options {
  out: string;
  revision?: string;
  hub?: string;
  onnx?: string;
  json?: boolean;
}

const REPORT_EVERY = 64 * 2 ** 20;

export const command = new Command("pull")
  .description(
    "Fetch a checkpoint from the hub: config, tokenizer, weights as safetensors or, where there are none, as an ONNX graph. What was cut goes on where it was.",
  )
  .argument("<name>", "owner/name; HF_TOKEN in the environment opens what asks for permission")
  .requiredOption("--out <dir>", "where to put it")
  .option("--revision <name>", "branch, tag or commit (default: the main branch)")
  .option("--onnx <precision>", "an exported ONNX graph in place of safetensors: q4, q8, fp16 …; it only writes")
  .option("--hub <url>", "another host that speaks the hub's protocol")
  .option("--json", "print one JSON document")
  .action(run);

async function run(name: string, { out, revision, hub, onnx: precision, json }: Options): Promise<void> {
  const access = { hubUrl: hub, token: process.env.HF_TOKEN };
  const repository = await openRepository({ kind: "model", name, revision }, access);
  const { files } = formOf(repository, precision);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  log(`${name} at ${repository.revision}: ${files.length} files, ${bytes} bytes`);
  let told = 0;
  await download(hubFiles(repository, access), files, directoryStore(out), {
    onProgress: ({ path, done, of }) => {
      if (done - told < REPORT_EVERY && done < of) return;
      told = done;
      log(`${((100 * done) / of).toFixed(0)} % (${path})`);
    },
  });
  const document = { ...repository, files, bytes, out };
  print(document, { ...(json && { json }) }, () => `${name} at ${repository.revision} is in ${out}`);
}

/** The form to download: safetensors if the repository has them, unless a graph is asked for. */
function formOf(repository: HubRepository, precision: string | undefined): CheckpointForm {
  const forms = checkpointForms(repository);
  const found = precision === undefined ? forms[0] : forms.find(({ exported }) => exported?.precision === precision);
  if (found) return found;
  const precisions = forms.flatMap(({ exported }) => exported?.precision ?? []);
  throw new PlaygroundError({
    what: "The repository has no ONNX graph of this precision",
    where: repository.name,
    expected: precisions.join(", ") || "a repository with onnx/model*.onnx",
    found: precision ?? "none",
    fix: "Choose a precision that the repository has, or omit --onnx to get safetensors.",
  });
}

/** A download store in a folder, under the files' own names; an incomplete file has `.partial` after its name. */
function directoryStore(directory: string): DownloadStore {
  const sizeOf = (path: string) =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    );
  return {
    has: async ({ path, size }) => (await sizeOf(join(directory, path))) === size,
    async partial(path) {
      const target = join(directory, path);
      await mkdir(dirname(target), { recursive: true });
      return {
        size: () => sizeOf(`${target}.partial`),
        append: (bytes) => appendFile(`${target}.partial`, bytes),
        finish: () => rename(`${target}.partial`, target),
      };
    },
  };
}
