import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { contentHash, weightsHash } from "../data/content-hash.ts";
import type { RuntimeOptions } from "../onnx/session.ts";
import { CLASS_DEFAULTS } from "../world/class.ts";
import type { CausalLM } from "./causal-lm.ts";
import { CLASS_MODEL } from "./class-entry.ts";
import { type ClassModel, classNotTrainable, openClass } from "./class-model.ts";
import { openCausalLM } from "./onnx-causal-lm.ts";

/** A source of generation probabilities: a checkpoint, or the class of students. */
export type GeneratorModel = Checkpoint | ClassModel;

/** Opens a generator as a frozen program. @throws PlaygroundError if it cannot be opened */
export async function openGenerator(model: GeneratorModel, runtime: RuntimeOptions): Promise<CausalLM> {
  return model.weights === null ? openClass(model) : openCausalLM(model, runtime);
}

/** Names a generator by a hash of what decides its probabilities: its weights, or the class's settings. */
export function generatorHash({ weights }: Pick<GeneratorModel, "weights">): Promise<string> {
  return weights === null ? contentHash([CLASS_MODEL, CLASS_DEFAULTS]) : weightsHash(weights);
}

/** The generator as a checkpoint that can be trained. @throws PlaygroundError if it has no weights */
export function trainableGenerator(model: GeneratorModel): Checkpoint {
  if (model.weights === null) throw classNotTrainable();
  return model;
}
