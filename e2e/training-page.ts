import type { Page } from "@playwright/test";
import { expect } from "./test.ts";

/** Settings with so few pairs that a step takes no time, but slow enough that the training can be paused. */
export const small = "device=wasm&pairs=16&heldOut=8&batchSize=4&evalSteps=2&recordEvery=1&learningRate=0.01";

export async function openTrain(page: Page, search = small): Promise<void> {
  await page.goto(`/#/train?${search}`);
  await expect(page.getByTestId("data-summary")).toContainText("24 to train on, 8 held out", { timeout: 60_000 });
  await expect(page.getByTestId("pinned-chosen").locator("[data-column]").nth(3)).toBeVisible({ timeout: 60_000 });
}

export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
export const scrubber = (page: Page) => page.getByRole("slider", { name: "Step of the training that is shown" });
export const stepOf = async (page: Page) => Number(await scrubber(page).inputValue());

/** Steps and losses of every run as the browser stores them, newest first. */
export function storedLosses(page: Page): Promise<[step: number, loss: number][][]> {
  return page.evaluate(async () => {
    const finished = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await finished(indexedDB.open("icrm-playground"));
    const tables = database.transaction(["runs", "metrics"]);
    const runs = await finished(tables.objectStore("runs").getAll());
    const rows = await finished(tables.objectStore("metrics").getAll());
    database.close();
    return runs
      .sort((one, other) => other.createdAt - one.createdAt)
      .map(({ id }) => rows.filter(({ run }) => run === id).map(({ metrics }) => [metrics.step, metrics.loss]));
  });
}
