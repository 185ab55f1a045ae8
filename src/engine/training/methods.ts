/**
 * Methods of training: `bt` is Bradley–Terry; `grm` adds text-generation regularisation, the paper's base (ρ = 0);
 * `icrm` adds intra-trajectory consistency to that; `outcome` is consistency with labels of right and wrong answers
 * instead of pairs; `prm` is process supervision with a label for every step; `prm_icrm` adds consistency to that.
 */
export const METHODS = ["bt", "grm", "icrm", "outcome", "prm", "prm_icrm"] as const;
export type Method = (typeof METHODS)[number];

/** The methods with a consistency term, if ρ is not 0. */
export const CONSISTENCY_METHODS = ["icrm", "outcome", "prm_icrm"] as const satisfies readonly Method[];

/** The methods that learn from labels of steps. */
export const STEP_METHODS = ["prm", "prm_icrm"] as const satisfies readonly Method[];

/** The methods with a second language-model head. */
export const TEXT_METHODS = ["grm", "icrm"] as const satisfies readonly Method[];

/** The methods that compare pairs: Bradley–Terry is among their terms. */
export const PAIR_METHODS = ["bt", ...TEXT_METHODS] as const satisfies readonly Method[];

/**
 * The weights that a step changes: all weights; low-rank adapters and the heads; upper layers, final norm and heads; or
 * the heads.
 */
export const TUNINGS = ["full", "lora", "top", "head"] as const;
export type Tuning = (typeof TUNINGS)[number];
