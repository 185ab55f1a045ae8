import { withoutPlace } from "../../engine/data/read-records.ts";
import { EventLoopPause } from "../../engine/policy/event-loop.ts";
import { pinnedPair } from "../../engine/sweep/pinned.ts";
import { materialOf, type SweepMaterial } from "../../engine/sweep/record.ts";
import type { TrialMaterials } from "../../engine/sweep/trial-server.ts";
import { TrainingMaterials } from "../train/materials.ts";
import type { DataShare, TrainingSource } from "../train/plan.ts";
import type { TrainingPorts } from "../train/ports.ts";

/** What a person calls the models of a sweep. */
export type SweepModelNames = Pick<SweepMaterial, "base" | "generator">;

/**
 * What the trials of a sweep are made of, in whatever place they run.
 * @param names null: the checkpoints' own
 * @throws PlaygroundError where files or models cannot be read, the base reads none of the records, or the generator cannot
 *   weigh them
 */
export async function openTrialMaterials<File>(
  source: TrainingSource<File>,
  share: DataShare,
  ports: TrainingPorts<File>,
  names: SweepModelNames | null = null,
): Promise<{ materials: TrialMaterials; material: SweepMaterial }> {
  const materials = await TrainingMaterials.open(source, ports);
  const { base } = materials;
  const generator = await materials.checkedGenerator();
  const { train, heldOut } = materials.records(share);
  const texts = { train: train.map(withoutPlace), heldOut: heldOut.map(withoutPlace) };
  const pinned = pinnedPair(heldOut, materials.data.heldOut.examples, materials.tokenizer);
  const called = { data: source.train.name, ...(names ?? { base: base.name, generator: generator.name }) };
  const breath = new EventLoopPause();
  const preparation = { pause: () => breath.ifDue(), progress: () => {} };
  return {
    materials: { of: (configs) => materials.of(configs, share, preparation) },
    material: await materialOf(called, texts, { base, generator }, pinned, materials.data.leftOut),
  };
}
