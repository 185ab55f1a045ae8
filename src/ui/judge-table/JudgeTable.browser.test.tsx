import { MantineProvider } from "@mantine/core";
import { useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { FigureOrder, FigurePlace, FigureTable, TableFigure } from "./figures.ts";
import { JudgeTable } from "./JudgeTable.tsx";

const figure = (value: number): TableFigure => ({ estimate: { value, low: value, high: value, count: 10 } });
const metric = { unit: "share", about: "", group: "g" } as const;
const figures: FigureTable = {
  judges: [
    { id: "a", name: "A", kind: "model" },
    { id: "b", name: "B", kind: "model" },
    { id: "c", name: "C", kind: "model" },
    { id: "base", name: "Length", kind: "baseline" },
  ],
  metrics: [
    { ...metric, id: "accuracy", name: "accuracy", better: "higher" },
    { ...metric, id: "error", name: "error", better: "lower" },
  ],
  cells: {
    a: { accuracy: figure(0.4), error: figure(0.1) },
    b: { accuracy: figure(0.8), error: figure(0.3) },
    c: { accuracy: { missing: "No pairs." }, error: figure(0.2) },
    base: { accuracy: figure(0.9), error: figure(0.05) },
  },
};

let root: Root;
let selected: FigurePlace;
beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(
    <MantineProvider>
      <Host />
    </MantineProvider>,
  );
});
afterEach(() => root.unmount());

function Host() {
  const [order, setOrder] = useState<FigureOrder>({ sort: "", descending: true });
  const [place, setPlace] = useState<FigurePlace>({ judge: "a", metric: "accuracy" });
  selected = place;
  return (
    <JudgeTable
      label="Figures"
      {...{ figures, order }}
      groupNames={{ g: "Group" }}
      strokes={new Map()}
      onOrder={setOrder}
      selected={place}
      onSelect={setPlace}
    />
  );
}

const order = () =>
  page
    .getByTestId("judge")
    .elements()
    .map((row) => row.getAttribute("data-of"));

test("the first click on a metric puts the best first, the second the worst; a missing figure and baselines stay last", async () => {
  await page.getByRole("button", { name: /^accuracy/ }).click();
  await expect.poll(order).toEqual(["b", "a", "c", "base"]);
  await page.getByRole("button", { name: /^accuracy/ }).click();
  await expect.poll(order).toEqual(["a", "b", "c", "base"]);
  await page.getByRole("button", { name: /^error/ }).click();
  await expect.poll(order).toEqual(["a", "c", "b", "base"]);
});

test("Tab stops at the selected figure, arrow keys walk to the others, Enter selects", async () => {
  await page.getByRole("button", { name: /^error/ }).click();
  await userEvent.tab();
  const cell = (name: RegExp) => page.getByRole("button", { name });
  await expect.element(cell(/^A, accuracy/)).toHaveFocus();
  await userEvent.keyboard("{ArrowDown}{ArrowRight}");
  await expect.element(cell(/^C, error/)).toHaveFocus();
  await userEvent.keyboard("{Home}");
  await expect.element(cell(/^C, accuracy: no figure. No pairs./)).toHaveFocus();
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => selected).toEqual({ judge: "c", metric: "accuracy" });
});
