import { seriousViolations } from "./accessible.ts";
import { branches, chips, exportedJson, generate, openExplore } from "./explore-page.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels } from "./tiny-models.ts";

/** Trajectories as links of the earlier world wrote them, without the present world's mark. */
const former = "AAAAZADoBwdgBQYH";

test.beforeEach(({ context }) => serveTinyModels(context));

test("a link of the former world opens with a notice, not with an error", async ({ page }) => {
  await openExplore(page, `device=wasm&prompt=Mia+has+3+bags.&t=${former}`);
  const notice = page.getByRole("status").filter({ hasText: "earlier world of the playground" });
  await expect(notice).toContainText("its problem and its models are gone", { timeout: 60_000 });
  await expect(page.getByRole("alert")).toHaveCount(0);
  // Nothing is left of the link's problem; the page opens as without a link.
  await expect(page.getByLabel("Prompt", { exact: true })).not.toHaveValue(/bags/);
  await generate(page);
  await expect(notice).toBeHidden();
  await openExplore(page, "device=wasm&prompt=Mia+has+3+bags.");
  await expect(notice).toContainText('"bags"');
});

test("a link shows the same trajectories and rewards in another page", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openExplore(page, "device=wasm&maxTokens=10&temperature=1.3&topK=20&scale=raw");
  await generate(page);
  await chips(page, 0).nth(2).click();
  await page
    .getByRole("button", { name: /^Branch here/ })
    .first()
    .click();
  await expect(branches(page)).toHaveCount(2);
  const before = await exportedJson(page);
  await page.getByRole("button", { name: "Copy link" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const other = await context.newPage();
  await other.goto(link);
  await expect(branches(other)).toHaveCount(2);
  await expect(other.getByLabel("Temperature", { exact: true })).toHaveValue("1.3");
  await expect(other.getByLabel("raw r")).toBeChecked();
  const after = await exportedJson(other);
  expect(after.prompt).toBe(before.prompt);
  for (const [i, trajectory] of before.trajectories.entries()) {
    const again = after.trajectories[i];
    expect(again?.tokens.map(({ id }) => id)).toEqual(trajectory.tokens.map(({ id }) => id));
    for (const [t, token] of trajectory.tokens.entries()) expect(again?.tokens[t]?.q).toBeCloseTo(token.q, 4);
    for (const [t, reward] of (trajectory.rewards.bt ?? []).entries()) {
      expect(again?.rewards.bt?.[t]).toBeCloseTo(reward, 4);
    }
  }
});

test("a link with wrong values, a prompt that cannot be read: said where it stands; an example can be taken", async ({
  page,
}) => {
  await openExplore(page, "device=wasm&temperature=9&topK=many&t=!!");
  await expect(page.getByRole("alert").filter({ hasText: "Some of this link" })).toContainText("temperature");
  await expect(page.getByRole("alert").filter({ hasText: "trajectories of this link" })).toBeVisible();
  await expect(page.getByLabel("Temperature", { exact: true })).toHaveValue("1");
  // The page has written its own address by now; what was wrong with the opened address still stands there.
  await expect(page).not.toHaveURL(/temperature/);
  await expect(page.getByRole("alert").filter({ hasText: "Some of this link" })).toContainText("topK");

  const box = page.getByLabel("Prompt", { exact: true });
  await box.fill("Mia has 14 dragons.");
  await page.getByRole("button", { name: "Generate" }).click();
  await expect(page.getByText(/does not know the word "dragons"/)).toBeVisible();
  await expect(box).toHaveValue("Mia has 14 dragons.");
  expect(await seriousViolations(page)).toEqual([]);
  await box.fill("Mia has 14 apples. ".repeat(40));
  await page.getByRole("button", { name: "Generate" }).click();
  await expect(page.getByText(/too long: it has \d+ tokens and 127 fit/)).toBeVisible();

  await test.step("a problem from the examples can be taken", async () => {
    await page.getByRole("button", { name: "Examples" }).click();
    const example = page.getByRole("menuitem").first();
    const text = await example.getByTestId("example").innerText();
    await example.click();
    await expect(page.getByLabel("Prompt", { exact: true })).toHaveValue(text);
    await page.getByLabel("Prompt", { exact: true }).press("Control+Enter");
    await expect(branches(page)).toHaveCount(1);
  });
});
