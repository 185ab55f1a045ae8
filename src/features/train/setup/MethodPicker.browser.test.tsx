import { useState } from "react";
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { VariantId } from "../../../state/train-variants.ts";
import { show } from "../../../testing/show.tsx";
import { MethodPicker } from "./MethodPicker.tsx";

test("one to four runs are chosen, and the order of choosing does not matter", async () => {
  let variants: readonly VariantId[] = [];
  function Host() {
    const [chosen, choose] = useState<VariantId[]>(["icrm"]);
    variants = chosen;
    return <MethodPicker chosen={chosen} onChange={choose} />;
  }
  show(<Host />);
  const box = (name: string) => page.getByRole("checkbox", { name, exact: true });
  await expect.element(box("ICRM")).toBeChecked();
  // The last run cannot be taken away.
  await expect.element(box("ICRM")).toBeDisabled();

  await box("GRM").click();
  await box("BT").click();
  await expect.poll(() => variants).toEqual(["bt", "grm", "icrm"]);
  await page.getByText("Ablations of ICRM").click();
  await box("mutual × uniform").click();
  await expect.poll(() => variants.length).toBe(4);
  // A chart can tell four runs apart.
  await expect.element(box("mutual × inverse")).toBeDisabled();
  await box("BT").click();
  await expect.element(box("mutual × inverse")).toBeEnabled();
});
