import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { checkPlan } from "../../engine/sweep/plan.ts";
import { freshRecord } from "../../engine/sweep/record.ts";
import type { Trial } from "../../engine/sweep/trial.ts";
import { createSweepViews, OBJECTIVE_AXIS } from "../../state/sweep-view.ts";
import { show } from "../../testing/show.tsx";
import { HeatMap } from "./plots/HeatMap.tsx";
import { isInside, type TrialAxis, trialRows } from "./rows.ts";
import { TrialTable } from "./table/TrialTable.tsx";

const vary = { method: { choices: ["bt", "grm"] }, edgeScore: { choices: ["mutual", "product"] } };
const plan = checkPlan({ vary, trials: 4 }, "test");

const trial = (configuration: number, values: Trial["values"], accuracy: number, seconds: number): Trial => ({
  ...{ configuration, values, seconds, seed: 0, status: "finished", step: 1 },
  ...{ metrics: { "heldout/accuracy": accuracy }, measurements: [], pinned: null, error: null },
});
const trials = [
  trial(0, { method: "bt", edgeScore: "mutual" }, 0.5, 3),
  trial(1, { method: "grm", edgeScore: "mutual" }, 0.9, 1),
  trial(2, { method: "grm", edgeScore: "product" }, 0.7, 2),
];
const { axes, rows } = trialRows({ ...freshRecord(plan), trials });
const objective = axes.find(({ id }) => id === OBJECTIVE_AXIS) as TrialAxis;

test("a cell of the heat map brushes its two ranges, and a field that is chosen twice changes places", async () => {
  const views = createSweepViews();
  const left = () =>
    rows.filter((row) => isInside(row, views.view.getState().brushes)).map(({ trial }) => trial.configuration);
  show(<HeatMap {...{ axes, rows, objective, views }} />);
  await expect.element(page.getByRole("button", { name: /mean of 1 trials/ }).first()).toBeInTheDocument();
  expect(page.getByRole("button", { name: /no trials/ }).elements()).toHaveLength(1);
  await page.getByRole("button", { name: "0.9", exact: false }).first().click();
  await expect.poll(left).toEqual([1]);

  await page.getByRole("combobox", { name: "Across" }).click();
  await page.getByRole("option", { name: axes[1]?.label as string }).click();
  await expect.poll(() => views.view.getState().heat).toEqual(["edgeScore", "method"]);
});

test("the table of trials has the best first, is sorted by its heads, and names what brushes leave out", async () => {
  const views = createSweepViews();
  show(<TrialTable {...{ axes, rows, views }} unseen={0} sign={1} underWay={{}} />);
  const order = () =>
    page
      .getByTestId("trial")
      .elements()
      .map((row) => row.querySelector("th")?.textContent?.split(",")[0]);
  await expect.poll(order).toEqual(["2", "3", "1"]);
  await page.getByRole("button", { name: "Seconds" }).click();
  await expect.poll(order).toEqual(["1", "3", "2"]);
  await page.getByRole("button", { name: "Seconds" }).click();
  await expect.poll(order).toEqual(["2", "3", "1"]);

  await page.getByTestId("trial").nth(1).hover();
  await expect.poll(() => views.hovered.getState().key).toBe("2/0");
  views.brush("method", [0.5, 1]);
  await expect.poll(order).toEqual(["2", "3"]);
  await expect.element(page.getByText("; 1 outside of the brushes")).toBeInTheDocument();
});
