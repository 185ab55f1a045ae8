import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import type { ByteSource } from "../../engine/data/reading/byte-source.ts";
import type { Backend } from "../../engine/device.ts";
import type { CausalLM } from "../../engine/policy/causal-lm.ts";
import type { GeneratorModel } from "../../engine/policy/generator-model.ts";
import type { ProbabilityCache } from "../../engine/training/edge-probabilities.ts";

/** What the host of a training opens and caches. `File` is what the host finds a file by. */
export interface TrainingPorts<File> {
  /** The device that jax-js runs on. */
  backend: Backend;
  openFile(file: File): Promise<ByteSource>;
  /** Reads the checkpoint that reward models start from. */
  readBase(): Promise<Checkpoint>;
  /** Reads the model whose generation probabilities weigh the edges. @param id null is the host's usual generator */
  readGenerator(id: string | null): Promise<GeneratorModel>;
  /** Opens a generator as the frozen program that gives generation probabilities. */
  openGenerator(model: GeneratorModel): Promise<CausalLM>;
  /** Caches generation probabilities. */
  cache: ProbabilityCache;
  /**
   * Lets hosts that share a cache adapt generators one after another, so that later ones find the cache filled; left
   * out, they do not wait.
   */
  inTurn?<T>(work: () => Promise<T>): Promise<T>;
}
