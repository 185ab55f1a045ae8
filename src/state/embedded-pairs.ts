import { type DataSource, keptId } from "../worker/training-records.ts";

const folder = (name: string) => new URL(name, document.baseURI).href;

/** The pairs that come with the playground. */
export const embeddedPairs: DataSource = {
  name: "embedded pairs",
  train: folder("data/preferences-train.jsonl.gz"),
  heldOut: folder("data/preferences-validation.jsonl.gz"),
};

/** Pairs in which a word gives the right answer away while training, and the wrong one on the held-out pairs. */
const cuedPairs: DataSource = {
  name: "pairs with a spurious cue",
  train: folder("data/preferences-cued-train.jsonl.gz"),
  heldOut: folder("data/preferences-cued-reversed.jsonl.gz"),
};

/** Pairs of the playground beside `embeddedPairs`, by the id that addresses and presets give them. */
export const furtherPairs = { cued: cuedPairs } satisfies Record<string, DataSource>;

export type FurtherPairsId = keyof typeof furtherPairs;

/** Pairs of the playground by their id; null where it is of none. */
export function furtherPairsOf(id: string): DataSource | null {
  return Object.hasOwn(furtherPairs, id) ? furtherPairs[id as FurtherPairsId] : null;
}

/** How an address names the pairs that are trained on and held out; null for those it need not name, and for files. */
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
