import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { preferenceOf } from "../data/exchange.ts";
import { checkpointTokenizer } from "../tokenizer/checkpoint-tokenizer.ts";
import { trainingIds } from "../tokenizer/special-ids.ts";
import type { TokenisedPairs } from "../training/pairs.ts";
import { type PairSplit, tokeniseSplit } from "../training/training-data.ts";
import { pinnedPair } from "./pinned.ts";
import type { SweepPlan } from "./plan.ts";
import { materialOf, type SweepMaterial } from "./record.ts";
import { type SweepContents, TrialMaterials } from "./trial-materials.ts";

/** What a worker has read before it can make trials of it, and how its place keeps and computes. */
export interface MaterialSources
  extends Pick<SweepContents, "base" | "generator" | "backend" | "cache" | "inTurn" | "open">,
    Pick<SweepPlan, "pairs" | "heldOut"> {
  names: Pick<SweepMaterial, "data" | "base" | "generator">;
  split: PairSplit;
}

/**
 * What the trials of a sweep are made of, in whatever place they run.
 * @throws PlaygroundError where the base reads none of the pairs, or the generator cannot weigh them
 */
export async function openTrialMaterials({
  names,
  split,
  pairs,
  heldOut: heldOutCount,
  ...contents
}: MaterialSources): Promise<{ materials: TrialMaterials; material: SweepMaterial }> {
  const { base, generator }: Record<"base" | "generator", Checkpoint> = contents;
  const tokenizer = checkpointTokenizer(base);
  const data = tokeniseSplit(split, tokenizer, base.config.contextLength);
  const train = firstOf(data.train, pairs);
  const heldOut = firstOf(data.heldOut, heldOutCount);
  const materials = new TrialMaterials({
    ...contents,
    train: train.pairs,
    heldOut: heldOut.pairs,
    padTokenId: trainingIds(tokenizer).padId,
  });
  const texts = { train: train.preferences.map(preferenceOf), heldOut: heldOut.preferences.map(preferenceOf) };
  const pinned = pinnedPair(heldOut.preferences, heldOut.pairs, tokenizer);
  return { materials, material: await materialOf(names, texts, { base, generator }, pinned, data.leftOut) };
}

function firstOf({ preferences, pairs }: TokenisedPairs, count: number | null): Omit<TokenisedPairs, "leftOut"> {
  const most = count ?? undefined;
  return { preferences: preferences.slice(0, most), pairs: pairs.slice(0, most) };
}
