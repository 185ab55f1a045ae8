import type { Supervision } from "../engine/data/read-records.ts";
import { EDGE_SCORES, EDGE_WEIGHTS, type EdgeScore, type EdgeWeight } from "../engine/losses/edge-kinds.ts";
import type { Method } from "../engine/training/methods.ts";
import { type RewardModelConfig, supervisionOfAll } from "../engine/training/reward-model-config.ts";
import { msg } from "../i18n/msg.ts";

/** A run among those trained side by side, with the settings that only it has. */
export interface Variant {
  id: string;
  name: string;
  /** One line: what the variant is, or which part of the method it removes. */
  meaning: string;
  method: Method;
  changes: Partial<RewardModelConfig>;
}

/** The methods of docs/method.md section 3. */
export const METHOD_VARIANTS = [
  {
    id: "bt",
    name: "BT",
    meaning: msg("Bradley–Terry: only the outcome reward is compared"),
    method: "bt",
    changes: {},
  },
  {
    id: "grm",
    name: "GRM",
    meaning: msg("with text-generation regularisation, the base of ICRM"),
    method: "grm",
    changes: {},
  },
  {
    id: "icrm",
    name: "ICRM",
    meaning: msg("with intra-trajectory consistency, weighted by generation probability"),
    method: "icrm",
    changes: {},
  },
  {
    id: "outcome",
    name: msg("Outcome labels"),
    meaning: msg("right and wrong instead of pairs; q at temperature 0.7, nucleus 0.8"),
    method: "outcome",
    changes: { generatorTemperature: 0.7, generatorTopP: 0.8 },
  },
  {
    id: "prm",
    name: "PRM",
    meaning: msg("process supervision: right or wrong for every step"),
    method: "prm",
    changes: {},
  },
  {
    id: "prm_icrm",
    name: "PRM + ICRM",
    meaning: msg("with intra-trajectory consistency towards the labels of the steps"),
    method: "prm_icrm",
    changes: {},
  },
] as const satisfies readonly Variant[];

/** Further ablations of ICRM. */
const OTHER_ABLATIONS = [
  {
    id: "temperature",
    name: "ICRM τ = 2",
    meaning: msg("q from logits divided by 2: flatter weights"),
    method: "icrm",
    changes: { generatorTemperature: 2 },
  },
  {
    id: "row",
    name: msg("ICRM row"),
    meaning: msg("means over the padded row, as in the published code"),
    method: "icrm",
    changes: { baseline: "row" },
  },
] as const satisfies readonly Variant[];

type OtherScore = Exclude<EdgeScore, "mutual">;
type OtherWeight = Exclude<EdgeWeight, "generation">;
type EdgeVariantId = OtherScore | OtherWeight | `${OtherScore}-${OtherWeight}`;

export type VariantId = (typeof METHOD_VARIANTS)[number]["id"] | EdgeVariantId | (typeof OTHER_ABLATIONS)[number]["id"];

type Named = Variant & { id: VariantId };

const SCORE_MEANINGS: Record<EdgeScore, string> = {
  mutual: msg("each neighbour weighs the other's cross-entropy"),
  unweighted: msg("without the neighbour's factor"),
  product: "s = 1 − d·d′",
  difference: msg("s = (σ(r) − σ(r′))²: the literal reading of “consistent”"),
};

const WEIGHT_MEANINGS: Record<EdgeWeight, string> = {
  generation: "2q",
  uniform: msg("every edge weighs the mean: no generation probabilities"),
  inverse: msg("unlikely edges weigh most"),
  shuffled: msg("q permuted within each response: the control that keeps the mass"),
};

/** Every combination of edge score and edge weight, named by both; `mutual × generation` is ICRM itself. */
const EDGE_VARIANTS: readonly Named[] = EDGE_SCORES.flatMap((edgeScore) =>
  EDGE_WEIGHTS.flatMap((edgeWeight) => {
    const id = edgeVariantId(edgeScore, edgeWeight);
    if (id === "icrm") return [];
    const name = msg(`ICRM ${edgeScore} × ${edgeWeight}`);
    const meaning = `${SCORE_MEANINGS[edgeScore]}; ${WEIGHT_MEANINGS[edgeWeight]}`;
    return [{ id, name, meaning, method: "icrm", changes: { edgeScore, edgeWeight } } as const];
  }),
);

/** The variant with this edge score and edge weight. */
export function edgeVariantId(score: EdgeScore, weight: EdgeWeight): EdgeVariantId | "icrm" {
  if (score === "mutual") return weight === "generation" ? "icrm" : weight;
  return weight === "generation" ? score : `${score}-${weight}`;
}

/** The ablations of ICRM that change neither edge score nor edge weight. */
export const OTHER_VARIANTS: readonly Named[] = OTHER_ABLATIONS;

/** All variants, in the order of the page. */
export const VARIANTS: readonly Named[] = [...METHOD_VARIANTS, ...EDGE_VARIANTS, ...OTHER_VARIANTS];

export const VARIANT_IDS = VARIANTS.map(({ id }) => id);

/** The largest number of variants that one chart can distinguish. */
export const MOST_VARIANTS = 4;

export function variantOf(id: VariantId): Variant {
  return VARIANTS.find((variant) => variant.id === id) as Variant;
}

/** What the data of some variants must contain: pairs or labelled steps. */
export function supervisionOfVariants(ids: readonly VariantId[]): Supervision {
  return supervisionOfAll(ids.map(variantOf));
}
