import { expect, test } from "vitest";
import { EDGE_SCORES, EDGE_WEIGHTS } from "../engine/losses/edge-kinds.ts";
import { DEFAULT_SETTINGS, variantConfig } from "./train-settings.ts";
import { edgeVariantId, VARIANT_IDS } from "./train-variants.ts";

test("every edge score can be trained with every edge weight, each under an id of its own", () => {
  const ids = EDGE_SCORES.flatMap((edgeScore) =>
    EDGE_WEIGHTS.map((edgeWeight) => {
      const id = edgeVariantId(edgeScore, edgeWeight);
      expect(variantConfig(id, DEFAULT_SETTINGS.config)).toMatchObject({ method: "icrm", edgeScore, edgeWeight });
      return id;
    }),
  );
  expect(new Set(ids).size).toBe(16);
  for (const id of ids) expect(VARIANT_IDS).toContain(id);
  expect(new Set(VARIANT_IDS).size).toBe(VARIANT_IDS.length);
});

test("addresses written before keep their meaning", () => {
  const before = [
    "icrm",
    "uniform",
    "shuffled",
    "inverse",
    "unweighted",
    "product",
    "difference",
    "temperature",
    "row",
  ];
  for (const id of before) expect(VARIANT_IDS).toContain(id);
});
