import { MantineProvider } from "@mantine/core";
import { createRoot } from "react-dom/client";
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { testRun } from "../../../testing/runs.ts";
import { runsView } from "../session.ts";
import { RunsTable } from "./RunsTable.tsx";

test("many runs are drawn in parts, and all of them can be seen and selected", async () => {
  const rows = Array.from({ length: 120 }, (_, i) => testRun({ id: `${i}`, name: `Run ${i}` }));
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(
    <MantineProvider>
      <RunsTable rows={rows} strokes={new Map()} />
    </MantineProvider>,
  );
  const drawn = page.getByTestId("run");
  await expect.poll(() => drawn.elements()).toHaveLength(30);
  await expect.element(page.getByText("30 of 120 runs")).toBeInTheDocument();
  await page.getByRole("button", { name: "Show more" }).click();
  await expect.poll(() => drawn.elements()).toHaveLength(60);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect.poll(() => drawn.elements()).toHaveLength(120);
  expect(page.getByText("of 120 runs").elements()).toEqual([]);
  await page.getByRole("checkbox", { name: "Select all runs in the table" }).click();
  expect(runsView.getState().selected).toHaveLength(120);
  root.unmount();
});
