import { tinyModel } from "../src/testing/tiny-models.ts";
import { expectAccessible, seriousViolations } from "./accessible.ts";
import {
  branches,
  chips,
  exported,
  exportedJson,
  generate,
  openExplore,
  problem,
  prompt,
  typed,
} from "./explore-page.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels, tinyFile } from "./tiny-models.ts";

test.describe("with tiny models", () => {
  test.beforeEach(({ context }) => serveTinyModels(context));

  test("writes a response, token by token, with a reward after every one; it can be walked and taken along", async ({
    page,
  }) => {
    await openExplore(page);
    await generate(page);
    await expect(chips(page, 0)).toHaveCount(12);
    await expect(page.getByTestId("announcement")).toContainText("12 tokens");
    // The main line of each reward model goes from the end of the prompt to the last token.
    const ends = page.getByTestId("reward-chart").locator("[data-step-end]");
    await expect(ends.and(page.locator('[data-step-end="0"]'))).toHaveCount(2);
    await expect(ends.and(page.locator('[data-step-end="12"]'))).toHaveCount(2);
    const [trajectory] = (await exportedJson(page)).trajectories;
    expect(trajectory?.tokens).toHaveLength(12);
    expect(trajectory?.rewards.bt).toHaveLength(13);
    expect(trajectory?.rewards.icrm).not.toEqual(trajectory?.rewards.bt);

    await test.step("chips and curves share their horizontal axis", async () => {
      for (const dotOf of await ends.all()) {
        const column = await dotOf.getAttribute("data-step-end");
        const chip = await page.locator(`[data-column="${column}"]`).boundingBox();
        const dot = await dotOf.boundingBox();
        if (!chip || !dot) throw new Error("not drawn");
        expect(Math.abs(chip.x + chip.width / 2 - (dot.x + dot.width / 2))).toBeLessThan(2);
      }
    });

    await test.step("a prompt whose answer nobody knows has no values, and the control says why", async () => {
      const controls = page.getByRole("region", { name: "True value" });
      await expect(controls.getByRole("button", { name: "Measure" })).toBeDisabled();
      await expect(controls).toContainText("no problem of the embedded world");
    });

    await test.step("exports hold what the page shows", async () => {
      const { trajectories } = await exportedJson(page);
      const tokens = trajectories[0]?.tokens ?? [];

      const csv = (await exported(page, "CSV")).toString("utf8").trim().split("\r\n");
      expect(csv[0]).toContain("token_id,token,q,p,one_minus_q");
      expect(csv[0]).toContain("r_bt,sigma_r_bt,delta_sigma_r_bt,step_delta_sigma_r_bt,r_icrm");
      expect(csv).toHaveLength(1 + 1 + tokens.length);
      expect(csv[2]?.split(",").slice(0, 3)).toEqual(["A", "1", String(tokens[0]?.id)]);

      const svg = (await exported(page, "SVG")).toString("utf8");
      const drawn = await page.evaluate((source) => {
        const root = new DOMParser().parseFromString(source, "image/svg+xml");
        return {
          broken: root.querySelector("parsererror") !== null,
          texts: [...root.querySelectorAll("text")].map((node) => node.textContent),
          points: [...root.querySelectorAll("polyline")].map((line) => line.getAttribute("points")?.split(" ").length),
        };
      }, svg);
      expect(drawn.broken).toBe(false);
      expect(drawn.texts).toContain(prompt);
      for (const text of await chips(page, 0).allInnerTexts()) expect(drawn.texts).toContain(text);
      // Lines through every token of both reward models come first, then those through step ends.
      expect(drawn.points.slice(0, 2)).toEqual([13, 13]);
      expect(drawn.points.slice(2)).toEqual([await ends.count(), await ends.count()].map((count) => count / 2));
      expect(svg).not.toContain("var(");

      const png = await exported(page, "PNG");
      expect(png.subarray(1, 4).toString()).toBe("PNG");
      expect(png.readUInt32BE(16)).toBe(2 * Number(/width="(\d+)"/.exec(svg)?.[1]));
      expect(png.length).toBeGreaterThan(5_000);
    });

    await test.step("the keyboard reaches tokens and their alternatives", async () => {
      await chips(page, 0).first().focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await expect(chips(page, 0).nth(2)).toBeFocused();
      const details = page.getByRole("region", { name: "Token under the crosshair" });
      await expect(details).toContainText("token 3 of 12");
      await page.keyboard.press("Enter");
      await expect(details.getByRole("button", { name: /^Branch here/ }).first()).toBeFocused();
      await page.keyboard.press("ArrowDown");
      await expect(details.getByRole("button", { name: /^Branch here/ }).nth(1)).toBeFocused();
      await page.keyboard.press("Escape");
      await expect(chips(page, 0).nth(2)).toBeFocused();
      await page.keyboard.press("End");
      await expect(chips(page, 0).nth(11)).toBeFocused();
    });
  });

  test("a token under the pointer shows its alternatives; one of them starts a branch", async ({ page }) => {
    await openExplore(page);
    await generate(page);
    const details = page.getByRole("region", { name: "Token under the crosshair" });
    await chips(page, 0).nth(4).hover();
    await expect(details).toContainText("token 5 of 12");
    await expect(page.getByTestId("crosshair")).toBeVisible();
    const before = await chips(page, 0).allInnerTexts();

    await chips(page, 0).nth(4).click();
    await details
      .getByRole("button", { name: /^Branch here/ })
      .first()
      .click();
    await expect(branches(page)).toHaveCount(2);
    expect(await chips(page, 0).allInnerTexts()).toEqual(before);
    const after = await chips(page, 1).allInnerTexts();
    expect(after.slice(0, 4)).toEqual(before.slice(0, 4));
    expect(after[4]).not.toBe(before[4]);
    await expect(branches(page).nth(1)).toContainText("from A at token 5");
    // The button that was pressed is gone with its trajectory.
    await expect(chips(page, 1).nth(4)).toBeFocused();

    const { trajectories } = await exportedJson(page);
    expect(trajectories[1]).toMatchObject({ parent: "A", branchAt: 4 });
    expect(trajectories[1]?.rewards.bt?.slice(0, 5)).toEqual(trajectories[0]?.rewards.bt?.slice(0, 5));

    await expectAccessible(page, { wide: 1440 });

    await expect(page).toHaveURL(/t=w2\./);
    const both = page.url();
    await page.getByRole("button", { name: "Remove trajectory A" }).click();
    await expect(branches(page)).toHaveCount(1);
    await expect(chips(page, 0)).toHaveText(after);
    await expect(branches(page)).toContainText("from a trajectory that was removed at token 5");
    await expect(page).not.toHaveURL(both);
    await page.reload();
    await expect(branches(page)).toContainText("from a trajectory that was removed at token 5", { timeout: 60_000 });
    await page.getByRole("button", { name: "Remove trajectory A" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(chips(page, 0)).toHaveText(after);
  });

  test("values are measured by roll-outs, and belong to the prefixes they were measured at", async ({ page }) => {
    await openExplore(page, "device=wasm&maxTokens=6");
    await generate(page, problem);
    const controls = page.getByRole("region", { name: "True value" });
    const marks = page.locator("[data-value]");
    await expect(marks).toHaveCount(0);
    await controls.getByLabel("K, roll-outs a prefix").selectOption("16");
    await controls.getByText("every token").click();
    await controls.getByRole("button", { name: "Measure" }).click();
    await expect(page.getByTestId("announcement")).toContainText("7 prefixes");
    await expect(marks).toHaveCount(7);
    await expect(page.getByTestId("legend-truth")).toContainText("of 6 edges");
    await chips(page, 0).nth(4).hover();
    await expect(page.getByTestId("value-facts")).toContainText(/V̂ \d+\/16 = .*95 %.*\|ΔV̂\| .*1 − q/);
    expect(await seriousViolations(page)).toEqual([]);
    const { values } = (await exportedJson(page)).trajectories[0] ?? {};
    expect(values?.map(({ position, rollouts }) => [position, rollouts])).toEqual(
      [-1, 0, 1, 2, 3, 4, 5].map((position) => [position, 16]),
    );

    await page.getByText("raw r").click();
    await expect(marks).toHaveCount(0);
    await page.getByText("σ(r)", { exact: true }).first().click();

    // A branch has the measured values of the shared prefixes, and no others.
    await chips(page, 0).nth(3).click();
    await page
      .getByRole("button", { name: /^Branch here/ })
      .first()
      .click();
    await expect(branches(page)).toHaveCount(2);
    const [original, branch] = (await exportedJson(page)).trajectories;
    expect(branch?.values).toEqual(original?.values.slice(0, 4));
    await expect(marks).toHaveCount(4);
  });

  test("a typed problem is completed, and has exact values at once; a text that is no problem has none", async ({
    page,
  }) => {
    await openExplore(page, "device=wasm&maxTokens=6");
    await generate(page, typed);
    const reading = page.getByTestId("prompt-reading");
    await expect(reading).toContainText(problem);
    await expect(reading.locator("mark")).toHaveText(["Farm: ", "(a) ", "(b) ", "(c) ", "(d) "]);
    await expect(page.getByTestId("legend-exact")).toContainText("V* of the class, exact");
    await expect(page).toHaveURL(/Farm/);
    const document = await exportedJson(page);
    expect(document.prompt).toBe(problem);
    const exact = document.trajectories[0]?.exact;
    expect(exact?.tokens).toHaveLength(6);
    expect(exact?.prompt).toBeGreaterThan(0);

    await test.step("under another prompt the figure says which one it answers", async () => {
      const field = page.getByLabel("Prompt", { exact: true });
      await expect(page.getByTestId("other-prompt")).toHaveCount(0);
      await field.fill("What is love?");
      await expect(page.getByTestId("other-prompt")).toContainText(
        `another prompt, which Copy link and exports contain: ${problem}`,
      );
      await page.getByRole("button", { name: "Take it again" }).click();
      await expect(field).toHaveValue(typed);
      await expect(reading).toBeVisible();
    });

    await generate(page);
    await expect(reading).toContainText("no problem of the embedded world");
    await expect(page.getByTestId("legend-exact")).toBeHidden();
    await expect(branches(page)).toContainText("only the arithmetic is checked");

    await test.step("Back leads through what was generated", async () => {
      await expect(page).toHaveURL(/[?&]t=/);
      await expect(page).not.toHaveURL(/Farm/);
      await page.goBack();
      await expect(page.getByTestId("legend-exact")).toBeVisible();
      await expect(page.getByLabel("Prompt", { exact: true })).toHaveValue(problem);
      await page.goForward();
      await expect(page.getByTestId("legend-exact")).toBeHidden();
    });
  });

  test("the class of students answers: what it writes is right, or a mistake with a name", async ({ page }) => {
    await openExplore(page, "device=wasm&policy=class");
    await expect(page.getByRole("button", { name: "Policy: class" })).toBeVisible({ timeout: 60_000 });
    const wanted = { right: false, wrong: false };
    for (let seed = 1; seed <= 12 && !(wanted.right && wanted.wrong); seed++) {
      await page.getByLabel("Seed", { exact: true }).fill(String(seed));
      await page.getByLabel("Prompt", { exact: true }).fill(typed);
      await page.getByRole("button", { name: "Generate" }).click();
      await expect(branches(page)).toHaveCount(seed);
      const shown = await branches(page).last().innerText();
      wanted[shown.includes("✓ right") ? "right" : "wrong"] = true;
      if (shown.includes("✗ wrong")) await expect(branches(page).last().getByTestId("mistake-name")).toContainText(":");
    }
    expect(wanted).toEqual({ right: true, wrong: true });
    for (const { exact, tokens, verdict } of (await exportedJson(page)).trajectories) {
      expect(exact?.tokens.at(-1)).toBe(verdict.correct ? 1 : 0);
      expect(verdict.misconception === null).toBe(verdict.correct);
      for (const [t, { q }] of tokens.entries()) expect(q).toBeCloseTo(exact?.q[t] ?? -1, 5);
    }
    await chips(page, 0).nth(2).hover();
    await expect(page.getByTestId("exact-facts")).toContainText(/V\* .*q\* .*1 − q\*/);
    await page.getByText("How far may a value move?").click();
    expect(await seriousViolations(page)).toEqual([]);
  });

  test("Stop ends a response where it is and keeps it", { tag: "@gpu" }, async ({ page, context }) => {
    // On a software GPU so many tokens take many seconds, and the most probable token never ends the response.
    const slow = [...tinyModel({ seed: 1, valueHead: false, layers: 8 })];
    await serveTinyModels(context, new Map(slow.map(([name, bytes]) => [`policy/${name}`, bytes])));
    await openExplore(page, "device=webgpu&maxTokens=110&temperature=0");
    await page.getByLabel("Prompt", { exact: true }).fill("Mia has 14 apples.");
    // The page itself presses Stop, so that the test's round trip does not matter.
    await page.evaluate(() => {
      new MutationObserver((_, observer) => {
        if (document.querySelectorAll("[data-q]").length < 3) return;
        observer.disconnect();
        document.body.dataset.addressWhileWriting = location.hash;
        [...document.querySelectorAll("button")].find((button) => button.textContent === "Stop")?.click();
      }).observe(document.body, { childList: true, subtree: true });
    });
    await page.getByRole("button", { name: "Generate" }).click();
    await expect(branches(page)).toHaveCount(1, { timeout: 60_000 });
    await expect(page.getByRole("button", { name: "Generate" })).toBeEnabled();
    await expect(branches(page)).toContainText("stopped");
    expect(await chips(page, 0).count()).toBeLessThan(110);
    // A reload while the response was being written would have lost neither prompt nor settings.
    await expect(page.locator("body")).toHaveAttribute("data-address-while-writing", /prompt=Mia.*maxTokens=110/);
  });

  test("on WebGPU", { tag: "@gpu" }, async ({ page }) => {
    test.slow();
    await openExplore(page, "device=webgpu&maxTokens=3");
    await generate(page);
    await expect(page.getByRole("status", { name: "Device" })).toContainText("WebGPU");
    await expect(chips(page, 0)).toHaveCount(3);
  });
});

test("a broken checkpoint is named, the others work, and it can be loaded again", async ({ page, context }) => {
  const whole = tinyFile("reward-bt/model.safetensors");
  const change = new Map([["reward-bt/model.safetensors", whole.slice(0, 5_000)]]);
  await serveTinyModels(context, change);
  await openExplore(page);
  const alert = page.getByRole("alert").filter({ hasText: "BT was not loaded" });
  await expect(alert).toContainText("reward-bt/model.safetensors");
  await generate(page);
  expect(Object.keys((await exportedJson(page)).trajectories[0]?.rewards ?? {})).toEqual(["icrm"]);

  change.clear();
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toBeHidden();
  await expect(chips(page, 0)).toHaveCount(12);
  await page.getByRole("button", { name: "Generate" }).click();
  await expect(branches(page)).toHaveCount(2);
  expect(Object.keys((await exportedJson(page)).trajectories[1]?.rewards ?? {}).sort()).toEqual(["bt", "icrm"]);
});

test("an engine that cannot start says so and can be started again", async ({ page, context }) => {
  await serveTinyModels(context);
  await context.route("**/engine.worker*", (route) => route.abort());
  await openExplore(page);
  const alert = page.getByRole("alert").filter({ hasText: "The engine could not start" });
  await expect(alert).toBeVisible();
  await expect(page.getByRole("status", { name: "Device" })).toContainText("No device");
  await page.getByLabel("Prompt", { exact: true }).fill(prompt);
  await context.unroute("**/engine.worker*");
  await alert.getByRole("button", { name: "Restart the engine" }).click();
  await expect(alert).toBeHidden();
  await expect(page.getByLabel("Prompt", { exact: true })).toHaveValue(prompt);
  await page.getByRole("button", { name: "Generate" }).click();
  await expect(branches(page)).toHaveCount(1, { timeout: 60_000 });
});
