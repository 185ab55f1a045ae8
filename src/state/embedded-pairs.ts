import { msg } from "../i18n/msg.ts";
import { type DataSource, keptId } from "../worker/training-records.ts";

const folder = (name: string) => new URL(name, document.baseURI).href;

/** The pairs that come with the playground. */
export const embeddedPairs: DataSource = {
  name: msg("embedded pairs"),
  train: folder("data/preferences-train.jsonl.gz"),
  heldOut: folder("data/preferences-validation.jsonl.gz"),
};

/** Pairs in which a word reveals the right answer during training, and the wrong answer in the held-out pairs. */
const cuedPairs: DataSource = {
  name: msg("pairs with a spurious cue"),
  train: folder("data/preferences-cued-train.jsonl.gz"),
  heldOut: folder("data/preferences-cued-reversed.jsonl.gz"),
};

/** Further pairs of the playground beside `embeddedPairs`, by their id in addresses and presets. */
export const furtherPairs = { cued: cuedPairs } satisfies Record<string, DataSource>;

export type FurtherPairsId = keyof typeof furtherPairs;

/** Pairs of the playground by their id; null for an unknown id. */
export function furtherPairsOf(id: string): DataSource | null {
  return Object.hasOwn(furtherPairs, id) ? furtherPairs[id as FurtherPairsId] : null;
}

/**
 * The ids of training and held-out pairs in an address; null for the default pairs, and for files, which have no id.
 */
export function dataIdsOf({ train, heldOut }: Pick<DataSource, "train" | "heldOut">): DataIds {
  const further = Object.entries(furtherPairs).find(([, pairs]) => pairs.train === train);
  if (further) return { data: further[0], heldOutData: null };
  const data = keptId(train);
  return { data, heldOutData: data && heldOut && keptId(heldOut) };
}

/** Ids of pairs of the playground or of data sets of this browser. */
export interface DataIds {
  data: string | null;
  heldOutData: string | null;
}
