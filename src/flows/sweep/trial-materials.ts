import { withoutPlace } from "../../engine/data/read-records.ts";
import { trialPair } from "../../engine/sweep/pinned.ts";
import { materialOf, type SweepMaterial } from "../../engine/sweep/record.ts";
import { TrainingMaterials } from "../train/materials.ts";
import type { DataShare, TrainingSource } from "../train/plan.ts";
import type { TrainingPorts } from "../train/ports.ts";
import type { TrialMaterials } from "./train-trials.ts";

/** The names of a sweep's models, as a person knows them. */
export type SweepModelNames = Pick<SweepMaterial, "base" | "generator">;

/**
 * Opens the material of a sweep's trials, in any host.
 * @param names null uses the checkpoints' own names
 * @throws PlaygroundError if files or models cannot be read, the base can read none of the records, or the generator
 *   cannot weigh their edges
 */
export async function openTrialMaterials<File>(
  source: TrainingSource<File>,
  share: DataShare,
  ports: TrainingPorts<File>,
  names: SweepModelNames | null = null,
): Promise<TrialMaterials & { material: SweepMaterial }> {
  const materials = await TrainingMaterials.open(source, ports);
  const { base } = materials;
  const generator = await materials.checkedGenerator();
  const { train, heldOut } = materials.records(share);
  const texts = { train: train.map(withoutPlace), heldOut: heldOut.map(withoutPlace) };
  const pinned = trialPair(heldOut, materials.data.heldOut.examples, materials.tokenizer);
  const called = { data: source.train.name, ...(names ?? { base: base.name, generator: generator.name }) };
  return {
    ...{ materials, share },
    material: await materialOf(called, texts, { base, generator }, pinned, materials.data.leftOut),
  };
}
