import { useState } from "react";
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { show } from "../../../testing/show.tsx";
import { PairPicker } from "./PairPicker.tsx";

const heldOut = ["red apples", "green apples", "red pears", "plums", "figs", "dates", "limes", "kiwis"];

test("one to six pairs are followed: those that are come first, and the others are found by their words", async () => {
  let chosen: readonly number[] = [];
  function Host() {
    const [pins, pin] = useState([2]);
    chosen = pins;
    return <PairPicker {...{ heldOut, pins }} onPin={(places) => pin([...places])} />;
  }
  show(<Host />);
  await page.getByRole("button", { name: "Choose pairs" }).click();
  const box = (name: string) => page.getByRole("checkbox", { name });
  await expect.element(box("red pears")).toBeDisabled();
  expect(page.getByRole("checkbox").first().element()).toBe(box("red pears").element());

  await page.getByRole("textbox").fill("apples red");
  await expect.poll(() => page.getByRole("checkbox").elements().length).toBe(2);
  await box("red apples").click();
  await expect.poll(() => chosen).toEqual([2, 0]);
  await expect.element(box("red pears")).toBeEnabled();

  await page.getByRole("textbox").fill("");
  for (const name of ["plums", "figs", "dates", "limes"]) await box(name).click();
  await expect.element(box("kiwis")).toBeDisabled();
  await page.getByRole("button", { name: "First three" }).click();
  await expect.poll(() => chosen).toEqual([0, 1, 2]);
});
