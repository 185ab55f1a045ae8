import type { FileSet, ListedFile } from "../checkpoint/file-set.ts";
import { PlaygroundError } from "../errors.ts";

const TEXT_FILES = [
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "chat_template.jinja",
];
const WEIGHTS = /^(model(-\d{5}-of-\d{5})?\.safetensors|model\.safetensors\.index\.json|value_head\.safetensors)$/;

/**
 * The files of a repository or folder that make a checkpoint: config, tokenizer, safetensors in one file or in shards.
 * @throws PlaygroundError where it holds no safetensors
 */
export function checkpointFiles({ name, files }: Pick<FileSet, "name" | "files">): ListedFile[] {
  const chosen = files.filter(({ path }) => TEXT_FILES.includes(path) || WEIGHTS.test(path));
  if (chosen.some(({ path }) => /^model.*\.safetensors$/.test(path))) return chosen;
  throw new PlaygroundError({
    what: "There is no checkpoint here that the playground reads",
    where: name,
    expected: "model.safetensors, whole or in shards",
    found: files.map(({ path }) => path).join(", ") || "no files",
    fix: "Choose a repository or folder with safetensors weights.",
  });
}
