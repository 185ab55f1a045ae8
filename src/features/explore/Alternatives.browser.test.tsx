import { expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { show } from "../../testing/show.tsx";
import type { TokenRecord } from "../../worker/records.ts";
import { Alternatives } from "./Alternatives.tsx";

const chance = (id: number, text: string, q: number) => ({ id, text, q, p: q });
const top = [chance(1, "a", 0.6), chance(2, "b", 0.3), chance(3, "c", 0.1), chance(4, "d", 0)];
const token: TokenRecord = { ...chance(1, "a", 0.6), top };

test("a trajectory branches at every possible token but the one that was drawn, by pointer and by keyboard", async () => {
  const onBranch = vi.fn();
  show(<Alternatives {...{ token, onBranch }} branchId={5} index={2} busy={false} />);
  await expect.element(page.getByRole("button", { name: /a: the token that was drawn/ })).toBeDisabled();
  expect(page.getByRole("button").elements()).toHaveLength(3);
  await page.getByRole("button", { name: /Branch here with b/ }).click();
  await userEvent.keyboard("{ArrowDown}{Enter}");
  expect(onBranch.mock.calls).toEqual([
    [5, 2, 2],
    [5, 2, 3],
  ]);
});

test("nothing branches while the engine is busy", async () => {
  show(<Alternatives {...{ token }} branchId={5} index={2} busy onBranch={() => {}} />);
  await expect.element(page.getByRole("button", { name: /Branch here with b/ })).toBeDisabled();
});
