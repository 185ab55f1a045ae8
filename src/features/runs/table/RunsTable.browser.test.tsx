import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { createStore } from "zustand/vanilla";
import { createRuns } from "../../../state/runs.ts";
import { defaultRunsView, type RunsView } from "../../../state/runs-view.ts";
import { testRun } from "../../../testing/runs.ts";
import { show } from "../../../testing/show.tsx";
import { RunsTable } from "./RunsTable.tsx";

const runs = createRuns({ request: () => Promise.reject() }, { name: "", train: "", heldOut: null }, "");
const many = Array.from({ length: 120 }, (_, i) => testRun({ id: `${i}`, name: `Run ${i}` }));

test("many runs are drawn in parts, and all of them can be seen and selected", async () => {
  const view = createStore<RunsView>(() => defaultRunsView);
  show(<RunsTable rows={many} strokes={new Map()} {...{ runs, view }} />);
  const drawn = page.getByTestId("run");
  await expect.poll(() => drawn.elements()).toHaveLength(30);
  await expect.element(page.getByText("30 of 120 runs")).toBeInTheDocument();
  await page.getByRole("button", { name: "Show more" }).click();
  await expect.poll(() => drawn.elements()).toHaveLength(60);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect.poll(() => drawn.elements()).toHaveLength(120);
  expect(page.getByText("of 120 runs").elements()).toEqual([]);
  await page.getByRole("checkbox", { name: "Select all runs in the table" }).click();
  expect(view.getState().selected).toHaveLength(120);
});

test("a column is sorted by its head: numbers from the largest on, words from A, and again the other way", async () => {
  const view = createStore<RunsView>(() => defaultRunsView);
  show(<RunsTable rows={many.slice(0, 2)} strokes={new Map()} {...{ runs, view }} />);
  const sorted = () => [view.getState().sort, view.getState().descending];
  await page.getByRole("button", { name: "Margin" }).click();
  expect(sorted()).toEqual(["margin", true]);
  await page.getByRole("button", { name: "Margin" }).click();
  expect(sorted()).toEqual(["margin", false]);
  await page.getByRole("button", { name: "Name" }).first().click();
  expect(sorted()).toEqual(["name", false]);
  await page.getByRole("checkbox", { name: "Select Run 1" }).click();
  expect(view.getState().selected).toEqual(["1"]);
});
