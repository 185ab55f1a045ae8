import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { createSelection } from "../../state/selection.ts";
import { show } from "../../testing/show.tsx";
import { EdgeTable } from "./EdgeTable.tsx";

const edge = { q: 0.5, d: 0.1, next: 0.2, score: 0.3, weight: 1, share: 0.5 };
const rows = [
  { ...edge, from: 0 },
  { ...edge, from: 1 },
];
const tokens = [{ text: "a" }, { text: "b" }, { text: "c" }];

const marked = () => [...document.querySelectorAll("tbody tr")].map((row) => row.hasAttribute("data-current"));

test("an edge and the token that it leads to are marked together, of this response alone", async () => {
  const selection = createSelection();
  show(<EdgeTable {...{ rows, tokens, selection }} branchId={7} colour="teal" />);
  // The pointer may have been where the table has come to stand.
  await page.getByRole("columnheader", { name: "q" }).hover();
  await expect.poll(marked).toEqual([false, false]);

  // Column 3 is the third token, to which the second edge leads.
  selection.setState({ hovered: { branchId: 7, column: 3 } });
  await expect.poll(marked).toEqual([false, true]);
  selection.setState({ hovered: { branchId: 8, column: 3 } });
  await expect.poll(marked).toEqual([false, false]);
  selection.setState({ hovered: null });

  await page.getByRole("button", { name: "a → b" }).hover();
  await expect.poll(() => selection.getState().hovered).toEqual({ branchId: 7, column: 2 });
  await page.getByRole("button", { name: "a → b" }).click();
  await page.getByRole("columnheader", { name: "q" }).hover();
  await expect.poll(() => selection.getState()).toEqual({ hovered: null, pinned: { branchId: 7, column: 2 } });
  expect(marked()).toEqual([true, false]);
});
