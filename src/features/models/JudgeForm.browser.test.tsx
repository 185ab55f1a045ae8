import { expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { GENERATIVE_DEFAULTS } from "../../engine/reward/generative-settings.ts";
import type { ModelRecord } from "../../storage/records.ts";
import { show } from "../../testing/show.tsx";
import { JudgeForm } from "./JudgeForm.tsx";

test("what was written in the form is how the model is asked, and it can be told to judge no more", async () => {
  const onAsk = vi.fn();
  const model = { judge: GENERATIVE_DEFAULTS } as ModelRecord;
  show(<JudgeForm {...{ model, onAsk }} busy={false} />);
  await page.getByText("Judges by its answer").click();
  await page.getByRole("textbox", { name: "Token for right" }).fill("Yes");
  await page.getByRole("combobox", { name: "It is asked" }).selectOptions("end");
  await page.getByRole("button", { name: "Save" }).click();
  expect(onAsk).toHaveBeenLastCalledWith({ ...GENERATIVE_DEFAULTS, good: "Yes", at: "end" });
  await page.getByRole("button", { name: "It judges no more" }).click();
  expect(onAsk).toHaveBeenLastCalledWith(null);
});
