/** The two responses of a pair. */
export const SIDES = ["chosen", "rejected"] as const;
export type Side = (typeof SIDES)[number];
