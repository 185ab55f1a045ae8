import { MantineProvider } from "@mantine/core";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { REWARD_MODEL_DEFAULTS } from "../../../engine/training/reward-model-config.ts";
import type { RunRecord } from "../../../storage/records.ts";
import { testRun } from "../../../testing/runs.ts";
import { ConfigDiff } from "./ConfigDiff.tsx";

let root: Root;
beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement("div")));
});
afterEach(() => root.unmount());

function show(runs: RunRecord[]): void {
  root.render(
    <MantineProvider>
      <ConfigDiff runs={runs} strokes={new Map()} />
    </MantineProvider>,
  );
}

const run = (id: string, change = {}) => testRun({ id, name: id, config: { ...REWARD_MODEL_DEFAULTS, ...change } });
const settings = () =>
  page
    .getByRole("rowheader")
    .elements()
    .map((cell) => cell.textContent);

test("only what differs is listed, until the rest is asked for", async () => {
  show([run("one"), run("two", { rho: 0.35 })]);
  await expect.poll(() => settings().length).toBe(1);
  await expect.element(page.getByTestId("difference")).toHaveTextContent("0.35");
  await page.getByText(/^Also the/).click();
  await expect.poll(() => settings().length).toBeGreaterThan(10);
  expect(page.getByTestId("difference").elements()).toHaveLength(1);
});

test("equal runs are said to be equal, and a single run shows all its settings", async () => {
  show([run("one"), run("two")]);
  await expect.element(page.getByText(/These runs have the same settings/)).toBeInTheDocument();
  expect(settings()).toEqual([]);
  root.unmount();
  root = createRoot(document.body.appendChild(document.createElement("div")));
  show([run("one")]);
  await expect.poll(() => settings().length).toBeGreaterThan(10);
});
