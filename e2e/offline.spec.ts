import { expect, test } from "./test.ts";

test.use({ serviceWorkers: "allow" });

test("after one visit the playground opens, writes and judges without a network", async ({ page, context }) => {
  await page.goto("/#/explore?device=wasm");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await context.setOffline(true);
  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.getByRole("button", { name: "Run it live" }).click({ timeout: 60_000 });
  await expect(page.getByTestId("branch").first()).toContainText("sampled, seed 1", { timeout: 60_000 });
  for (const name of ["Train", "Learn", "Data"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
  }
});
