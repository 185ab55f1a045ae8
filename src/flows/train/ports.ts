import type { Checkpoint } from "../../engine/checkpoint/checkpoint.ts";
import type { ByteSource } from "../../engine/data/reading/byte-source.ts";
import type { Backend } from "../../engine/device.ts";
import type { CausalLM } from "../../engine/policy/causal-lm.ts";
import type { GeneratorModel } from "../../engine/policy/generator-model.ts";
import type { ProbabilityCache } from "../../engine/training/edge-probabilities.ts";

/** What the host of a training opens and keeps for it. `File` is whatever the host finds a file by. */
export interface TrainingPorts<File> {
  /** The device jax-js has been readied on. */
  backend: Backend;
  openFile(file: File): Promise<ByteSource>;
  /** The checkpoint that reward models start from. */
  readBase(): Promise<Checkpoint>;
  /** The model whose generation probabilities weigh the edges. @param id null: the usual one of this host */
  readGenerator(id: string | null): Promise<GeneratorModel>;
  /** A generator as the frozen program that gives generation probabilities. */
  openGenerator(model: GeneratorModel): Promise<CausalLM>;
  /** Keeps generation probabilities. */
  cache: ProbabilityCache;
  /** Hosts that share a cache adapt generators one after another, so that the later ones find it filled; at once where left out. */
  inTurn?<T>(work: () => Promise<T>): Promise<T>;
}
