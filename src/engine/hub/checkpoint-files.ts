import { type ExportedGraph, exportedGraphs } from "../checkpoint/exported-graph.ts";
import type { FileSet, ListedFile } from "../checkpoint/file-set.ts";
import { PlaygroundError } from "../errors.ts";
import { JUDGE_FILE } from "../reward/generative-settings.ts";

const TEXT_FILES = [
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "chat_template.jinja",
  JUDGE_FILE,
];
const WEIGHTS = /^(model(-\d{5}-of-\d{5})?\.safetensors|model\.safetensors\.index\.json|value_head\.safetensors)$/;

/** A form in which a repository or folder holds a checkpoint. */
export interface CheckpointForm {
  /** The form's files: config, tokenizer and weights. */
  files: ListedFile[];
  /** The ONNX graph with the weights; null for safetensors, in one file or in shards. */
  exported: ExportedGraph | null;
}

/**
 * The forms in which the files hold a checkpoint, safetensors first: only that form can also be trained.
 * @throws PlaygroundError if there is none
 */
export function checkpointForms({ name, files }: Pick<FileSet, "name" | "files">): CheckpointForm[] {
  const text = files.filter(({ path }) => TEXT_FILES.includes(path));
  const tensors = files.filter(({ path }) => WEIGHTS.test(path));
  const whole = tensors.some(({ path }) => /^model.*\.safetensors$/.test(path));
  const forms = exportedGraphs(files).map((exported): CheckpointForm => {
    const own = [exported.graph, ...exported.data];
    return { files: [...text, ...files.filter(({ path }) => own.includes(path))], exported };
  });
  if (whole) return [{ files: [...text, ...tensors], exported: null }, ...forms];
  if (forms.length > 0) return forms;
  throw new PlaygroundError({
    what: "There is no checkpoint here that the playground reads",
    where: name,
    expected: "model.safetensors, whole or in shards, or onnx/model*.onnx",
    found: files.map(({ path }) => path).join(", ") || "no files",
    fix: "Choose a repository or folder with safetensors weights, or with an ONNX export for transformers.js.",
  });
}
