/** Bounds of the sampling settings, for controls, addresses and links. */
export const samplingLimits = {
  temperature: [0, 2],
  topK: [0, 100],
  topP: [0.05, 1],
  seed: [0, 4294967295],
  maxTokens: [1, 256],
} as const;
