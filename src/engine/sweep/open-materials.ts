import { withoutPlace } from "../data/read-records.ts";
import { checkpointTokenizer } from "../tokenizer/checkpoint-tokenizer.ts";
import { trainingIds } from "../tokenizer/special-ids.ts";
import type { TokenisedExamples } from "../training/examples.ts";
import { type TrainingSplit, tokeniseSplit } from "../training/training-data.ts";
import type { World } from "../world/world.ts";
import { pinnedPair } from "./pinned.ts";
import type { SweepPlan } from "./plan.ts";
import { materialOf, type SweepMaterial } from "./record.ts";
import { type SweepContents, TrialMaterials } from "./trial-materials.ts";

/** What a worker has read before it can make trials of it, and how its place keeps and computes. */
export interface MaterialSources
  extends Pick<SweepContents, "base" | "generator" | "backend" | "cache" | "inTurn" | "open">,
    Pick<SweepPlan, "pairs" | "heldOut"> {
  names: Pick<SweepMaterial, "data" | "base" | "generator">;
  split: TrainingSplit;
  /** Labels the steps of pairs where steps teach. */
  world: World;
}

/**
 * What the trials of a sweep are made of, in whatever place they run.
 * @throws PlaygroundError where the base reads none of the records, or the generator cannot weigh them
 */
export async function openTrialMaterials({
  names,
  split,
  world,
  pairs,
  heldOut: heldOutCount,
  ...contents
}: MaterialSources): Promise<{ materials: TrialMaterials; material: SweepMaterial }> {
  const { base, generator } = contents;
  const tokenizer = checkpointTokenizer(base);
  const data = tokeniseSplit(split, { tokenizer, contextLength: base.config.contextLength, world });
  const train = firstOf(data.train, pairs);
  const heldOut = firstOf(data.heldOut, heldOutCount);
  const materials = new TrialMaterials({
    ...contents,
    train: train.examples,
    heldOut: heldOut.examples,
    padTokenId: trainingIds(tokenizer).padId,
  });
  const texts = { train: train.records.map(withoutPlace), heldOut: heldOut.records.map(withoutPlace) };
  const pinned = pinnedPair(heldOut.records, heldOut.examples, tokenizer);
  return { materials, material: await materialOf(names, texts, { base, generator }, pinned, data.leftOut) };
}

function firstOf({ records, examples }: TokenisedExamples, count: number | null): Omit<TokenisedExamples, "leftOut"> {
  const most = count ?? undefined;
  return { records: records.slice(0, most), examples: examples.slice(0, most) };
}
