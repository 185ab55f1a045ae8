import { msg } from "../i18n/msg.ts";

/** A data set that comes with the playground. */
export interface EmbeddedDataSet {
  /** Its id in addresses. */
  id: string;
  name: string;
  /** A sentence that says what its pairs are. */
  about: string;
  /** The absolute address of its file. */
  file: string;
  /** The parts of Train's address that train on it; null: Train does not offer it. */
  train: { data?: "cued" } | null;
  /** The parts of Evaluate's address that evaluate on it; null: Evaluate does not offer it. */
  evaluate: { data?: "validation" } | null;
}

type Uses = Partial<Pick<EmbeddedDataSet, "train" | "evaluate">>;

const embedded = (id: string, name: string, about: string, { train = null, evaluate = null }: Uses = {}) => ({
  id,
  name,
  about,
  file: new URL(`data/preferences-${id}.jsonl.gz`, document.baseURI).href,
  train,
  evaluate,
});

/** The data sets that come with the playground; the page opens with the first. */
export const embeddedDataSets: readonly [EmbeddedDataSet, ...EmbeddedDataSet[]] = [
  embedded(
    "train",
    msg("training pairs"),
    msg("Problems with a right and a wrong answer of the embedded policy; Train learns from them."),
    { train: {} },
  ),
  embedded(
    "validation",
    msg("validation pairs"),
    msg("Other problems, answered by the same policy; Train watches them, Evaluate chooses thresholds on them."),
    { evaluate: { data: "validation" } },
  ),
  embedded(
    "test",
    msg("test pairs"),
    msg("Problems that no model of the playground was trained or chosen on; Evaluate opens with them."),
    { evaluate: {} },
  ),
  embedded("out-of-distribution", msg("longer problems"), msg("Longer problems, of stories that no other file has.")),
  embedded(
    "subtle",
    msg("subtle mistakes"),
    msg("A class of students wrote the answers, and makes the mistakes that are hard to see, too."),
  ),
  embedded(
    "cued-train",
    msg("pairs with a spurious cue"),
    msg("The word “sure” stands in 95 % of the wrong answers: a reward model can learn the word in place of the sum."),
    { train: { data: "cued" } },
  ),
  embedded(
    "cued-reversed",
    msg("pairs with the cue reversed"),
    msg("The word “sure” stands in 95 % of the right answers: who learned the word fails here."),
  ),
];

/** The data set that comes with the playground under an id; the first for an empty id; null for another id. */
export function embeddedDataSet(id: string): EmbeddedDataSet | null {
  return embeddedDataSets.find((set) => set.id === (id || embeddedDataSets[0].id)) ?? null;
}
