import { msg } from "../../i18n/msg.ts";

/** ε of docs/method.md section 1. */
export const EPSILON = 1e-6;

/** `Z₀` of docs/method.md section 3. */
export const INITIAL_NORMALISER = 0.5;

/** How an edge between two neighbouring prefixes is scored (docs/method.md section 3, with the ablations). */
export const EDGE_SCORES = [msg("mutual"), msg("unweighted"), msg("product"), msg("difference")] as const;
export type EdgeScore = (typeof EDGE_SCORES)[number];

/**
 * How an edge is weighted (docs/method.md section 3, with the ablations). `shuffled` permutes `q` within each response;
 * this is done to the data before the loss, which treats `shuffled` as `generation`.
 */
export const EDGE_WEIGHTS = [msg("generation"), msg("uniform"), msg("inverse"), msg("shuffled")] as const;
export type EdgeWeight = (typeof EDGE_WEIGHTS)[number];

/**
 * The name of an edge term: its score and its weight, which are chosen independently, such as "difference × uniform".
 */
export function edgeName({ edgeScore, edgeWeight }: { edgeScore: EdgeScore; edgeWeight: EdgeWeight }): string {
  return `${edgeScore} × ${edgeWeight}`;
}
