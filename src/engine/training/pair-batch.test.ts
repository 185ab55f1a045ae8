import type { numpy as np } from "@jax-js/jax";
import { beforeAll, expect, test } from "vitest";
import { openJax } from "../jax.ts";
import { padPairs } from "./pair-batch.ts";
import type { Response, TokenPair } from "./pairs.ts";

const EOS = 2;
const response = (...ids: number[]): Response => ({ ids: [...ids, EOS], responseStart: 2, q: null });
const pairs: TokenPair[] = [
  { chosen: response(7, 8, 9), rejected: response(7, 8, 9, 9, 9, 9), margin: 0 },
  // A response may contain the end token before its end; the reward there is not the outcome reward.
  { chosen: response(7, 8, EOS, 9), rejected: response(7, 8), margin: 0 },
];
const lengths = [4, 5, 7, 3];

beforeAll(() => openJax("wasm"));

/** The rows of an array as lists. */
function rows(array: np.Array): number[][] {
  const [count = 0, width = 0] = array.shape;
  const values = [...array.dataSync()];
  return Array.from({ length: count }, (_, b) => values.slice(b * width, (b + 1) * width));
}

test("where pad is the end token, padding is neither scored nor seen", () => {
  const own = padPairs(pairs, EOS);
  const ids = rows(own.ids as np.Array);
  const last = rows(own.last as np.Array);
  const mask = rows(own.mask as np.Array);
  for (const [b, length] of lengths.entries()) {
    expect(last[b]?.indexOf(1)).toBe(length - 1);
    expect(last[b]?.lastIndexOf(1)).toBe(length - 1);
    expect(mask[b]?.lastIndexOf(1)).toBe(length - 1);
    expect(ids[b]?.slice(length - 1).every((id) => id === EOS)).toBe(true);
  }
});

test("which token fills up changes nothing but the ids behind the end", () => {
  const [own, other] = [padPairs(pairs, EOS), padPairs(pairs, 0)];
  for (const name of Object.keys(own)) {
    const [a, b] = [own[name] as np.Array, other[name] as np.Array];
    if (name === "ids") {
      const cut = (all: number[][]) => all.map((row, r) => row.slice(0, lengths[r]));
      expect(cut(rows(a))).toEqual(cut(rows(b)));
    } else {
      expect([...a.dataSync()]).toEqual([...b.dataSync()]);
    }
  }
});
