import { MantineProvider } from "@mantine/core";
import { useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Field, Variation } from "../../../engine/sweep/variation.ts";
import { VariationRow } from "./VariationRow.tsx";

let root: Root;
let varied: Variation;
beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(() => root.unmount());

function show(field: Field, first: Variation, grid = false): void {
  varied = first;
  root.render(
    <MantineProvider>
      <Host {...{ field, first, grid }} />
    </MantineProvider>,
  );
}

function Host({ field, first, grid }: { field: Field; first: Variation; grid: boolean }) {
  const [variation, setVariation] = useState(first);
  varied = variation;
  return <VariationRow {...{ field, variation, grid }} onChange={setVariation} onLock={() => {}} />;
}

test("a range keeps its ends and its values in a grid when it becomes logarithmic; as values it is its ends", async () => {
  show("learningRate", { range: [0.001, 0.01], points: 4 }, true);
  await page.getByText("log", { exact: true }).click();
  await expect.poll(() => varied).toEqual({ logRange: [0.001, 0.01], points: 4 });
  const to = page.getByRole("textbox", { name: /, to$/ });
  await to.fill("0.1");
  await userEvent.tab();
  await expect.poll(() => varied).toEqual({ logRange: [0.001, 0.1], points: 4 });
  await page.getByText("values", { exact: true }).click();
  await expect.poll(() => varied).toEqual({ choices: [0.001, 0.1] });
});

test("values are read as they are typed; what is no number stays, for the check to name", async () => {
  show("learningRate", { choices: [0.001] });
  await page.getByRole("textbox", { name: /separated by commas/ }).fill("0.1, 1e-4,, many");
  await expect.poll(() => varied).toEqual({ choices: [0.1, 1e-4, "many"] });
});

test("names are chosen in the order in which they are offered, and cannot be a range", async () => {
  show("method", { choices: ["icrm"] });
  expect(page.getByText("range", { exact: true }).elements()).toEqual([]);
  await page.getByRole("checkbox", { name: "bt", exact: true }).click();
  await expect.poll(() => varied).toEqual({ choices: ["bt", "icrm"] });
  await page.getByRole("checkbox", { name: "icrm", exact: true }).click();
  await expect.poll(() => varied).toEqual({ choices: ["bt"] });
});
