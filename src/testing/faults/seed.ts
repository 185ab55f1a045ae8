/** Inputs of `npm test` and of `npm run test:faults` are the same ones; the latter are more. */
export const SEED = 20250601;
