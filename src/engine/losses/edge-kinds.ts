/** ε of docs/method.md section 1. */
export const EPSILON = 1e-6;

/** `Z₀` of docs/method.md section 3. */
export const INITIAL_NORMALISER = 0.5;

/** How an edge between two neighbouring processes is scored; docs/method.md section 3 with its ablations. */
export const EDGE_SCORES = ["mutual", "unweighted", "product", "difference"] as const;
export type EdgeScore = (typeof EDGE_SCORES)[number];

/**
 * What an edge weighs; docs/method.md section 3 with its ablations. `shuffled` permutes `q` within each response, which is done
 * to the data before the loss sees it, so to the loss it is `generation`.
 */
export const EDGE_WEIGHTS = ["generation", "uniform", "inverse", "shuffled"] as const;
export type EdgeWeight = (typeof EDGE_WEIGHTS)[number];

/** Score and weight are independent switches: an edge term is named by both, such as "difference × uniform". */
export function edgeName({ edgeScore, edgeWeight }: { edgeScore: EdgeScore; edgeWeight: EdgeWeight }): string {
  return `${edgeScore} × ${edgeWeight}`;
}
