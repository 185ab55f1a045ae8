import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { loadCheckpoint } from "../../../engine/checkpoint/checkpoint.ts";
import { parseModelIndex } from "../../../engine/checkpoint/model-index.ts";
import { directorySource, readBytes } from "../../files.ts";
import { print } from "../../output.ts";

export const command = new Command("list")
  .description("List the models of a folder: kind, architecture, parameters, size.")
  .option("--models <dir>", "folder with an index.json", "public/models")
  .option("--json", "print one JSON document")
  .action(run);

async function run({ models: directory, json }: { models: string; json?: boolean }): Promise<void> {
  const file = join(directory, "index.json");
  const entries = parseModelIndex(await readBytes(file), file);
  const described = await Promise.all(
    entries.map(async (entry) => {
      const path = join(directory, entry.path);
      const { config, weights, valueHead } = await loadCheckpoint(directorySource(path));
      const parameters = [...weights.values()].reduce((sum, { data }) => sum + data.length, 0);
      const { size: bytes } = await stat(join(path, "model.safetensors"));
      const { architecture, layerCount, hiddenSize, contextLength, vocabSize } = config;
      return {
        ...entry,
        path,
        architecture,
        layers: layerCount,
        hidden: hiddenSize,
        context: contextLength,
        vocabulary: vocabSize,
        parameters,
        value_head: valueHead !== null,
        bytes,
      };
    }),
  );
  print({ models: described }, { ...(json && { json }) }, () =>
    described
      .map((m) => `${m.id}  ${m.name}: ${m.architecture}, ${(m.parameters / 1e6).toFixed(2)} M parameters, ${m.path}`)
      .join("\n"),
  );
}
