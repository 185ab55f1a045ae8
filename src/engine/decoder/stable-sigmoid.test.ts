import { grad, nn, numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { describeExtremeRewards } from "../../testing/extreme-rewards-suite.ts";

describeExtremeRewards("wasm");

test.each(["sigmoid", "silu"] as const)("jax-js's own %s still needs the stable form", async (name) => {
  const [slope] = (await grad((x: np.Array) => np.sum(nn[name](x)))(np.array([-1000])).jsAsync()) as [number];
  expect(slope, "upstream is mended: use nn.sigmoid and nn.silu").toBeNaN();
});
