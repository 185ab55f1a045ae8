/** How a model's probabilities are changed before a token is drawn. */
export interface SamplingSettings {
  /** Divides the logits; 0 always takes the most probable token. */
  temperature: number;
  /** Keeps the k most probable tokens; 0 keeps all. */
  topK: number;
  /** Keeps the smallest set of most probable tokens of at least this mass; 1 keeps all. */
  topP: number;
}

/** e^(logit/temperature) / Σ e^(logit/temperature) over the vocabulary, [vocabSize] → [vocabSize]. */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float64Array {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) if ((logits[i] as number) > max) max = logits[i] as number;
  const p = new Float64Array(logits.length);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const weight = Math.exp(((logits[i] as number) - max) / temperature);
    p[i] = weight;
    sum += weight;
  }
  for (let i = 0; i < p.length; i++) p[i] = (p[i] as number) / sum;
  return p;
}

/** Whether the settings leave the model's probabilities unchanged. */
export function isUnwarped({ temperature, topK, topP }: SamplingSettings): boolean {
  return temperature === 1 && topK === 0 && topP >= 1;
}

/** The probabilities that a token is drawn with: after temperature, top-k and top-p, in transformers' order. */
export function warp(logits: ArrayLike<number>, { temperature, topK, topP }: SamplingSettings): Float64Array {
  if (temperature === 0) return oneHot(logits.length, argMax(logits));
  const p = softmax(logits, temperature);
  if (topK > 0 && topK < p.length) keepOnly(p, mostProbable(p, topK));
  if (topP < 1) keepOnly(p, nucleus(p, topP));
  return p;
}

/**
 * The smallest set of most probable tokens whose mass reaches topP; at least one token.
 * @returns ids, the most probable first; equal probabilities in order of id
 */
export function nucleus(p: Float64Array, topP: number): number[] {
  // All tokens below (1 − topP)/V together weigh less than 1 − topP, so none of them is needed, and they are not
  // sorted.
  const floor = (1 - topP) / p.length;
  const candidates: number[] = [];
  for (let id = 0; id < p.length; id++) if ((p[id] as number) >= floor) candidates.push(id);
  candidates.sort((a, b) => (p[b] as number) - (p[a] as number) || a - b);
  let mass = 0;
  let size = 0;
  while (size < candidates.length && (size === 0 || mass < topP)) {
    mass += p[candidates[size] as number] as number;
    size += 1;
  }
  return candidates.slice(0, size);
}

/** The ids of the k highest probabilities, the highest first; equal probabilities in order of id. */
export function mostProbable(p: Float64Array, k: number): number[] {
  const best: number[] = [];
  // The least of the best once there are k of them; every token of every sample is compared with it.
  let least = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < p.length; id++) {
    const value = p[id] as number;
    if (value <= least) continue;
    if (best.length < k) best.push(id);
    let place = best.length - 1;
    for (; place > 0 && (p[best[place - 1] as number] as number) < value; place--) {
      best[place] = best[place - 1] as number;
    }
    best[place] = id;
    if (best.length === k) least = p[best[k - 1] as number] as number;
  }
  return best;
}

/** The id at which the cumulative probability exceeds u, where u is uniform in [0, 1). */
export function draw(p: Float64Array, u: number): number {
  let cumulative = 0;
  let last = 0;
  for (let id = 0; id < p.length; id++) {
    if (p[id] === 0) continue;
    cumulative += p[id] as number;
    last = id;
    if (u < cumulative) return id;
  }
  // Through rounding the sum may stay a little below 1.
  return last;
}

/** Sets all other probabilities to 0 and renormalises, in place. */
function keepOnly(p: Float64Array, ids: readonly number[]): void {
  const kept = ids.map((id) => p[id] as number);
  const mass = kept.reduce((sum, value) => sum + value, 0);
  p.fill(0);
  ids.forEach((id, i) => {
    p[id] = (kept[i] as number) / mass;
  });
}

function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

function oneHot(length: number, id: number): Float64Array {
  const p = new Float64Array(length);
  p[id] = 1;
  return p;
}
