import { seededRandom } from "../engine/random.ts";
import type { Response, TokenPair } from "../engine/training/pairs.ts";

/** Pairs of six tokens with a rule that can be learned: chosen responses contain token 40, rejected ones token 41. */
export function markedPairs(count: number): TokenPair[] {
  const random = seededRandom(1);
  const response = (mark: number): Response => ({
    ids: [1, 5, 8, 3 + Math.floor(30 * random()), mark, 2],
    responseStart: 3,
    q: null,
  });
  return Array.from({ length: count }, () => ({ chosen: response(40), rejected: response(41), margin: 0 }));
}
