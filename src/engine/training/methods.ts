/**
 * `bt` Bradley–Terry; `grm` with text-generation regularisation, the paper's base (ρ = 0); `icrm` with intra-trajectory
 * consistency as well; `outcome` consistency with right and wrong labels instead of pairs; `prm` process supervision, a label
 * for every step; `prm_icrm` with consistency as well.
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

/** What a step changes: every weight; low-rank adapters and the heads; the upper layers, final norm and heads; or the heads alone. */
export const TUNINGS = ["full", "lora", "top", "head"] as const;
export type Tuning = (typeof TUNINGS)[number];
