import { expect, test } from "./test.ts";
import { serveTinyModels } from "./tiny-models.ts";

test.beforeEach(({ context }) => serveTinyModels(context));

test("without WebGPU the page runs on Wasm and says why", async ({ page }) => {
  await page.goto("/#/explore?maxTokens=4");
  const badge = page.getByRole("status", { name: "Device" });
  await expect(badge).toContainText("Wasm", { timeout: 60_000 });
  await badge.click();
  await expect(page.getByText(/Everything runs on Wasm instead/)).toBeVisible();
});

test("without SharedArrayBuffer the page runs on a single thread and says so", async ({ page, context }) => {
  await context.route("/", async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    delete headers["cross-origin-embedder-policy"];
    delete headers["cross-origin-opener-policy"];
    await route.fulfill({ response, headers });
  });
  await page.goto("/#/explore?device=wasm&maxTokens=4");
  await expect(page.getByRole("status", { name: "Device" })).toContainText("single thread", { timeout: 60_000 });
  await page.getByLabel("Prompt", { exact: true }).fill("Mia has 14 apples.");
  await page.getByRole("button", { name: "Generate" }).click();
  await expect(page.getByTestId("branch")).toHaveCount(1, { timeout: 60_000 });
});
