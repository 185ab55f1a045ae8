import type { PreTrainedModel, Tensor } from "@huggingface/transformers";
import type { InferenceSession, Tensor as OnnxTensor } from "onnxruntime-web";
import type { ExportedGraph } from "../checkpoint/exported-graph.ts";
import type { JsonObject } from "../checkpoint/json.ts";
import type { CheckpointSource } from "../checkpoint/source.ts";
import { PlaygroundError } from "../errors.ts";
import { OnnxRuntime, type RuntimeOptions, type Tensors } from "../onnx/runtime.ts";
import { type Library, transformersLibrary } from "./library.ts";

/** What a model does, and the class of transformers.js that finds the model for a `model_type`. */
const AUTO = {
  "causal-lm": "AutoModelForCausalLM",
  "sequence-classification": "AutoModelForSequenceClassification",
} as const;

export type ForeignTask = keyof typeof AUTO;

/** A model of transformers.js on a session of the one ONNX Runtime. */
export interface ForeignModel {
  runtime: OnnxRuntime;
  library: Library;
  model: PreTrainedModel;
  session: InferenceSession;
}

/**
 * Opens an exported graph as the model that transformers.js knows by the `model_type` of its config: any architecture that
 * it can run.
 * @param configJson the parsed `config.json`
 * @throws PlaygroundError where transformers.js does not know the architecture, its model is made of several graphs, or
 *   the graph does not load
 */
export async function openForeignModel(
  source: CheckpointSource,
  { graph, data }: ExportedGraph,
  configJson: JsonObject,
  task: ForeignTask,
  options: RuntimeOptions,
): Promise<ForeignModel> {
  const runtime = await OnnxRuntime.load(options);
  const library = await transformersLibrary(runtime);
  const Model = modelClass(library, configJson, task, source.name);
  const weights = await Promise.all(
    data.map(async (path) => {
      const bytes = await source.read(path);
      // The graph names its data relative to itself.
      return { path: path.slice(path.lastIndexOf("/") + 1), size: bytes.length, bytes: () => bytes };
    }),
  );
  const bytes = await source.read(graph);
  const config = new library.PretrainedConfig(configJson);
  // Which outputs are a cache is known once the graph is open; logits are few and can be fetched from a GPU.
  const session = await runtime.open({ graph: bytes, weights }, "all");
  const facade = {
    ...{ inputNames: session.inputNames, outputNames: session.outputNames, inputMetadata: session.inputMetadata },
    run: (feeds: Tensors) => runtime.run(session, feeds, session.outputNames),
  };
  return { runtime, library, session, model: new Model(config, { model: facade }, {}) };
}

/** The tensor of ONNX Runtime within one of transformers.js. */
export function onnxTensor(tensor: Tensor): OnnxTensor {
  return (tensor as unknown as { ort_tensor: OnnxTensor }).ort_tensor;
}

type ModelClass = new (config: object, sessions: object, configs: object) => PreTrainedModel;

function modelClass(library: Library, { model_type: type }: JsonObject, task: ForeignTask, where: string): ModelClass {
  const mappings = library[AUTO[task]].MODEL_CLASS_MAPPINGS as unknown as readonly ReadonlyMap<unknown, string>[];
  const name = mappings.map((mapping) => mapping.get(type)).find((found) => found !== undefined);
  const found = name === undefined ? undefined : (library as unknown as Record<string, ModelClass>)[name];
  if (found && !name?.endsWith("ForConditionalGeneration")) return found;
  throw new PlaygroundError({
    what: "transformers.js has no model of this architecture that is one graph of text",
    where: `${where}/config.json, model_type`,
    expected: `an architecture of ${AUTO[task]}`,
    found: String(type),
    fix: "Choose another export for transformers.js.",
  });
}
