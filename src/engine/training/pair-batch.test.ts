import type { numpy as np } from "@jax-js/jax";
import { beforeAll, expect, test } from "vitest";
import { openJax } from "../jax.ts";
import { padPairs } from "./pair-batch.ts";
import type { Response, TokenPair } from "./pairs.ts";
import { SharedPromptLayout } from "./row-layout.ts";

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

test("batches of one layout have one shape, whatever the lengths of their responses", () => {
  const long = (length: number) => response(7, 8, ...Array<number>(length).fill(9));
  const shapes = [17, 20, 24, 29].map((length) => {
    const other = { chosen: long(length), rejected: long(29), margin: 0 };
    const layout = new SharedPromptLayout([[other, other, other, other]]);
    return Object.values(padPairs([other, other, other, other], EOS, layout)).map(({ shape }) => shape);
  });
  for (const shape of shapes) expect(shape).toEqual(shapes[0]);
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
