import { type EdgeScore, type EdgeWeight, edgeName } from "../../engine/losses/edge-kinds.ts";
import type { RewardModelConfig } from "../../engine/training/reward-model-config.ts";
import { msg } from "../../i18n/msg.ts";

/** A method or a control that is compared. */
export interface ComparedVariant {
  id: string;
  name: string;
  about: string;
  config: Partial<RewardModelConfig>;
}

/** The variant that all tables' differences are to. */
export const REFERENCE = "grm";
/** ICRM at the ρ of the controls. */
export const ICRM = "icrm";
export const UNIFORM = "uniform";
export const PRM = "prm";
export const PRM_ICRM = "prm_icrm";
/** ICRM at the ρ of the paper. */
export const PAPER_VARIANT = "icrm-paper";

/** The paper's ρ, and the larger one at which the controls are compared. */
const [PAPER_RHO, RHO] = [0.1, 0.5];

export const variants: readonly ComparedVariant[] = [
  { id: "bt", name: "BT", about: msg("Bradley–Terry alone"), config: { method: "bt" } },
  { id: REFERENCE, name: "GRM", about: msg("with text generation, ρ = 0"), config: { method: "grm" } },
  {
    id: PAPER_VARIANT,
    name: `ICRM, ρ ${PAPER_RHO}`,
    about: msg(`with consistency as well, ρ = ${PAPER_RHO} as in the paper`),
    config: { method: "icrm", rho: PAPER_RHO },
  },
  {
    id: ICRM,
    name: `ICRM, ρ ${RHO}`,
    about: msg(`the same, ρ = ${RHO}`),
    config: { method: "icrm", rho: RHO },
  },
  edges(UNIFORM, "mutual", "uniform", "every edge weighs the mean of q"),
  edges("shuffled", "mutual", "shuffled", "q permuted within each response"),
  edges("inverse", "mutual", "inverse", "edges weigh 1 − q: the unlikely ones most"),
  edges("difference", "difference", "generation", "squared difference of neighbouring rewards, weighed by q"),
  edges("difference-uniform", "difference", "uniform", "the same without generation probabilities"),
  { id: PRM, name: "PRM", about: msg("process supervision by the verifier's step labels"), config: { method: "prm" } },
  {
    id: PRM_ICRM,
    name: "PRM + ICRM",
    about: msg(`process supervision with consistency, ρ = ${RHO}`),
    config: { method: "prm_icrm", rho: RHO },
  },
];

/** An ablation of ICRM with this edge score and edge weight. */
function edges(id: string, edgeScore: EdgeScore, edgeWeight: EdgeWeight, about: string): ComparedVariant {
  const config = { method: "icrm", rho: RHO, edgeScore, edgeWeight } as const;
  return { id, name: edgeName(config), about: msg(`control, ρ = ${RHO}: ${about}`), config };
}

/** A variant's name for a person. */
export function variantName(id: string): string {
  return variants.find((variant) => variant.id === id)?.name ?? id;
}
