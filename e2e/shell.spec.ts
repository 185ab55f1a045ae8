import type { Page } from "@playwright/test";
import { expectAccessible, seriousViolations } from "./accessible.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels, serveTinyPairs } from "./tiny-models.ts";

/** Collects all errors and warnings of the page from now on. */
function complaints(page: Page): string[] {
  const list: string[] = [];
  page.on("console", (message) => message.type() === "error" && list.push(message.text()));
  page.on("pageerror", (error) => list.push(error.message));
  return list;
}

const pages = (page: Page) => page.getByRole("navigation", { name: "Pages" });

test("every page opens isolated and without complaints; the first one is accessible, and leads to the licences", async ({
  page,
  context,
}) => {
  await serveTinyModels(context);
  await serveTinyPairs(context);
  const heard = complaints(page);
  await page.goto("/");
  await expect(page).toHaveTitle("Explore · ICRM Playground");
  await expect(page).toHaveURL(/#\/explore/);
  await expect(pages(page).getByRole("link", { name: "Explore" })).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("main").locator(":scope > *").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expectAccessible(page, { narrow: 400 });
  for (const link of await pages(page).getByRole("link").all()) {
    await link.click();
    await expect(page).toHaveTitle(`${await link.textContent()} · ICRM Playground`);
    await expect(page.getByRole("main").locator(":scope > *").first()).toBeVisible();
    await page.waitForLoadState("networkidle");
  }
  const licences = await page.getByRole("link", { name: "Licences" }).getAttribute("href");
  const list = await (await page.request.get(licences ?? "")).text();
  // Packages of the page, of a worker, and of a file beside them.
  for (const shipped of [/^react \d/m, /^@jax-js\/jax \d/m, /^onnxruntime-web \d/m]) expect(list).toMatch(shipped);
  // A violation of the Content-Security-Policy, in the page or in a worker, is reported as an error.
  expect(heard).toEqual([]);
});

test("the engine runs no text as code and asks no host that nobody chose", async ({ page, context, chosenHosts }) => {
  const asked: string[] = [];
  // Records the requests that reach the network in spite of the policy.
  chosenHosts.add("https://elsewhere.test");
  await context.route(/elsewhere\.test/, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ body: "", headers: { "access-control-allow-origin": "*" } });
  });
  const waiting = page.waitForEvent("worker", (worker) => worker.url().includes("engine.worker"));
  await page.goto("/");
  const engine = await waiting;
  const compiled = await engine.evaluate(
    () =>
      new Promise<string>((resolve) => {
        // In a later task, since the browser allows code that the inspector itself runs.
        setTimeout(() => {
          try {
            resolve(new Function("return 'compiled'")());
          } catch (error) {
            resolve((error as Error).name);
          }
        });
      }),
  );
  expect(compiled).toBe("EvalError");
  const answered = () =>
    engine.evaluate(() =>
      fetch("https://elsewhere.test/").then(
        () => "an answer",
        (error: Error) => error.message,
      ),
    );
  await expect.poll(answered).toMatch(/does not ask this host/);
  expect(asked).toEqual([]);
});

test("remembers the chosen colours", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  await page.getByRole("button", { name: /^Colours: as the system/ }).click();
  await page.getByRole("button", { name: /^Colours: light/ }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await expect(page.getByRole("button", { name: /^Colours: dark/ })).toBeVisible();
});

test("can be walked by keyboard", async ({ page }) => {
  await page.goto("/#/nowhere");
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();

  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();

  const explore = pages(page).getByRole("link", { name: "Explore" });
  await page.keyboard.press("Shift+Tab");
  for (let steps = 0; steps < 40 && !(await explore.evaluate((link) => link === document.activeElement)); steps++) {
    await page.keyboard.press("Shift+Tab");
  }
  await page.keyboard.press("Enter");
  await expect(page).toHaveTitle("Explore · ICRM Playground");
  await expect(page.getByRole("main")).toBeFocused();
});

test("an unknown address says so and leads back; the device badge opens by keyboard and tells more", async ({
  page,
}) => {
  await page.goto("/#/nowhere");
  await expect(page).toHaveTitle("Page not found · ICRM Playground");
  expect(await seriousViolations(page)).toEqual([]);
  const badge = page.getByRole("status", { name: "Device" }).getByRole("button");
  await badge.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).not.toBeEmpty();
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByRole("main").getByRole("link", { name: "Go to Explore" }).click();
  await expect(page).toHaveTitle("Explore · ICRM Playground");
});

test("a slow line shows text before style sheet and scripts are there", async ({ page }) => {
  // The files of the page never come.
  await page.route("**/assets/**", () => {});
  await page.goto("/", { waitUntil: "commit" });
  const painted = () => page.evaluate(() => performance.getEntriesByName("first-contentful-paint").length);
  await expect.poll(painted).toBe(1);
  await expect(page.getByText("The page is being loaded…")).toBeVisible();
});
