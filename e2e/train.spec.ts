import { Buffer } from "node:buffer";
import type { Page } from "@playwright/test";
import { readSafetensors, writeSafetensors } from "../src/engine/checkpoint/safetensors.ts";
import { holdOut } from "../src/engine/data/hold-out.ts";
import { formatJsonLines } from "../src/engine/data/json-lines.ts";
import type { Preference } from "../src/engine/data/preference.ts";
import { tinyPairs } from "../src/testing/tiny-pairs.ts";
import { expectAccessible } from "./accessible.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels, serveTinyPairs, tinyFile } from "./tiny-models.ts";
import { button, openTrain, scrubber, small, stepOf, storedLosses } from "./training-page.ts";

test.beforeEach(async ({ context }) => {
  await serveTinyModels(context);
  await serveTinyPairs(context);
});

const curve = (page: Page, run: string) =>
  page.getByTestId("rewards-chosen").locator(`[data-of="${run}"]`).getAttribute("points");
/** Heights of a curve's points between its lowest and highest point, since the axis grows with the recorded steps. */
const shape = async (page: Page, run: string): Promise<number[]> => {
  const heights = ((await curve(page, run)) ?? "").split(" ").map((point) => Number(point.split(",")[1]));
  const low = Math.min(...heights);
  return heights.map((height) => (height - low) / (Math.max(...heights) - low));
};
const furthest = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((height, i) => Math.abs(height - (b[i] ?? Number.NaN))));

/** The number of bars of one term in a run's strip. */
const bars = async (page: Page, run: string, term: string) => {
  const path = page.getByTestId(`signal-${run}-chosen`).locator(`[data-term="${term}"]`);
  if ((await path.count()) === 0) return 0;
  return ((await path.getAttribute("d")) ?? "").split("M").length - 1;
};

/** The weights of a decoder whose last hidden states are as large as its float32 can have them. */
function withLargeStates(weights: Uint8Array): Uint8Array {
  const tensors = readSafetensors(weights, "model.safetensors");
  tensors.get("model.norm.weight")?.data.fill(1e25);
  return writeSafetensors(tensors, "F32");
}

/** The only worker of the page, since Explore's has not been started. */
function trainingWorker(page: Page) {
  const [worker] = page.workers();
  if (!worker) throw new Error("The page has no worker");
  return worker;
}

test("three methods side by side: live, paused, stepped, scrubbed, stopped, and kept", async ({ page }) => {
  await openTrain(page, `${small}&steps=400`);
  await button(page, "Start").click();
  await expect.poll(() => stepOf(page), { timeout: 90_000 }).toBeGreaterThan(4);
  await expect(page.getByTestId("progress")).toContainText("tokens/s");
  await expect(page.getByTestId("runs")).toContainText(/ICRM.*whole graph, about \d+ MB/);
  for (const run of ["bt", "grm", "icrm"]) expect(await curve(page, run)).not.toBe("");
  const before = await curve(page, "icrm");
  await expect.poll(() => curve(page, "icrm"), { timeout: 30_000 }).not.toBe(before);

  const chart = await page.getByTestId("chart-accuracy").locator("canvas").elementHandle();
  await button(page, "Pause").click();
  await expect(button(page, "Resume")).toBeVisible();
  await expect(page.getByTestId("progress")).toContainText("paused");
  // Saving the runs, and all earlier news, has rebuilt no chart.
  expect(await chart?.evaluate((element) => element.isConnected)).toBe(true);
  let paused = -1;
  await expect
    .poll(
      async () => {
        const last = paused;
        paused = await stepOf(page);
        return paused === last;
      },
      { intervals: [1_000] },
    )
    .toBe(true);

  await button(page, "Step").click();
  await expect.poll(() => stepOf(page)).toBe(paused + 1);
  await expect(page.getByTestId("runs").locator("[data-run]")).toHaveText(
    ["BT", "GRM", "ICRM"].map((name) => new RegExp(`${name}.*step ${paused + 1}`)),
  );

  const end = await curve(page, "icrm");
  await scrubber(page).fill("0");
  await expect(page.getByText("step 0 / 400")).toBeVisible();
  await expect.poll(() => curve(page, "icrm")).not.toBe(end);
  // At the start, all runs are the same model.
  expect(await curve(page, "icrm")).toBe(await curve(page, "bt"));
  const tokens = (await page.getByTestId("pinned-chosen").locator("[data-column]").count()) - 1;
  expect(await bars(page, "bt", "outcome")).toBe(1);
  expect(await bars(page, "bt", "consistency")).toBe(0);
  // Random models give most tokens a low probability, and edges of too little weight are not drawn.
  expect(await bars(page, "icrm", "consistency")).toBeGreaterThan(tokens / 4);
  await expect(page.getByRole("region", { name: "Edges" }).locator("tbody tr")).toHaveCount(tokens - 1);
  await button(page, "Follow").click();
  await expect.poll(() => curve(page, "icrm")).toBe(end);

  await button(page, "Stop").click();
  await expect(page.getByTestId("progress")).toContainText("ended", { timeout: 60_000 });
  await expect(page.getByTestId("runs")).toContainText("ICRM");
  await expect(page.getByTestId("runs").locator('[data-status="stopped"]')).toHaveCount(3);
  await expectAccessible(page);
  await page.getByRole("link", { name: "use in Explore" }).click();
  await page.getByRole("button", { name: "Reward models" }).click();
  await expect(page.getByRole("menuitemcheckbox", { name: "ICRM" })).toBeChecked({ timeout: 60_000 });
});

test("Step begins a training that waits; buttons answer while the engine cannot", async ({ page }) => {
  await openTrain(page, `${small}&runs=bt&steps=20`);
  await button(page, "Step").click();
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBe(1);
  const progress = page.getByTestId("progress");
  await expect(progress).toContainText("paused");

  // A step that takes as long as this test wants: the worker waits for an answer that does not come.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    void page.route("**/held", async (route) => {
      release = () => void route.fulfill({ body: "" });
      resolve();
    });
  });
  const blocked = trainingWorker(page).evaluate(() => {
    const request = new XMLHttpRequest();
    request.open("GET", "/held", false);
    request.send();
  });
  await held;
  await button(page, "Resume").click();
  await expect(progress).toContainText("training");
  await button(page, "Pause").click();
  await expect(progress).toContainText("pausing: finishing the step");
  await button(page, "Stop").click();
  await expect(progress).toContainText("stopping");
  release();
  await blocked;
  await expect(progress).toContainText("ended", { timeout: 60_000 });

  await button(page, "Start").click();
  await expect(page.getByTestId("progress")).toContainText("ended", { timeout: 90_000 });
  await expect(page.getByTestId("runs").locator('[data-status="finished"]')).toHaveCount(1);
});

test("a preset about pairs opens them; the address keeps them, and names what it does not find", async ({ page }) => {
  await openTrain(page);
  const pairs = page.getByLabel("Pairs", { exact: true });
  await expect(pairs).toHaveValue("");
  await page.getByRole("combobox", { name: "Preset" }).click();
  await page.getByRole("option", { name: "Spurious cue", exact: true }).click();
  await expect(pairs).toHaveValue("cued");
  await expect(page).toHaveURL(/data=cued/);
  await page.reload();
  await expect(page.getByTestId("data-summary")).toContainText("pairs with a spurious cue: 24 to train on");
  await expect(page.getByRole("combobox", { name: "Preset" })).toHaveValue("Spurious cue");
  await page.goto("/#/train?device=wasm&data=toString");
  await expect(page.getByRole("alert")).toContainText("The data set is gone");
});

test("the generator is adapted first: said, paused and gone on with", async ({ page }) => {
  await openTrain(page, `${small}&runs=icrm&steps=4&generatorSteps=100`);
  await page.getByText("Advanced", { exact: true }).click();
  await expect(page.getByLabel("Adaptation (steps)", { exact: true })).toHaveValue("100");
  await expect(page.getByLabel("Adaptation rate", { exact: true })).toHaveValue("0.0001");
  await button(page, "Start").click();
  const progress = page.getByTestId("progress");
  await expect(progress).toContainText(/adapting the generator [1-9]\d* \/ 100 steps/, { timeout: 90_000 });
  await button(page, "Pause").click();
  await expect(progress).toContainText("paused");
  await button(page, "Resume").click();
  await expect(progress).toContainText("ended", { timeout: 90_000 });
  await expect(page.getByTestId("runs")).toContainText("step 4");

  const kept = await page.evaluate(async () => (await (await caches.open("generation-probabilities")).keys()).length);
  // Those of the training pairs and those of the held-out ones, of the adapted generator and, for the pinned pairs, of the frozen one.
  expect(kept).toBe(3);
  await page.getByLabel("Adaptation (steps)", { exact: true }).fill("0");
  await expect(page.getByLabel("Adaptation rate", { exact: true })).toBeHidden();
});

test("any model can be the generator: one of the playground's, one trained here, none that reads other tokens", async ({
  page,
  context,
}) => {
  const tokenizer = JSON.parse(new TextDecoder().decode(tinyFile("reward-icrm/tokenizer.json")));
  tokenizer.model.vocab = { ...tokenizer.model.vocab, zebra: Object.keys(tokenizer.model.vocab).length };
  const other = new TextEncoder().encode(JSON.stringify(tokenizer));
  await serveTinyModels(context, new Map([["reward-icrm/tokenizer.json", other]]));
  await openTrain(page, `${small}&runs=icrm&steps=2`);
  await page.getByText("Advanced", { exact: true }).click();
  const generator = page.getByRole("combobox", { name: "Generator" });
  const alert = page.getByRole("alert");
  await generator.selectOption({ label: "ICRM" });
  await expect(alert).toContainText("The generator's vocabulary is not the reward model's");
  await generator.selectOption({ label: "BT" });
  await expect(alert).toBeHidden();
  await expect(page).toHaveURL(/generator=bt/);
  await button(page, "Start").click();
  await expect(page.getByTestId("progress")).toContainText("ended", { timeout: 90_000 });

  const trained = generator.locator('optgroup[label="Of this browser"] option');
  await expect(trained).toHaveCount(1);
  await generator.selectOption((await trained.getAttribute("value")) ?? "");
  await button(page, "Start").click();
  await expect(page.getByTestId("announcement")).toHaveText("Training starts.");
  await expect(page.getByTestId("announcement")).toHaveText("Training has ended.", { timeout: 90_000 });
  await expect(trained).toHaveCount(2);
  await expect(alert).toBeHidden();
});

test("a run that diverges is halted and named, the address keeps the settings", async ({ context, page }) => {
  // Finite rewards have finite losses: hidden states must be so large that the squares of the gradient overflow.
  const file = "policy/model.safetensors";
  await serveTinyModels(context, new Map([[file, withLargeStates(tinyFile(file))]]));
  await openTrain(page, `${small}&runs=bt,icrm&steps=12`);
  await page.getByLabel("Steps", { exact: true }).fill("10");
  await expect(page).toHaveURL(/steps=10/);
  await button(page, "Start").click();
  await expect(page.getByTestId("progress")).toContainText("ended", { timeout: 90_000 });
  const halted = page.getByRole("alert").filter({ hasText: "was halted" });
  await expect(halted).not.toHaveCount(0);
  for (const alert of await halted.all())
    await expect(alert).toContainText(/step \d+.*gradient norm.*learning rate \d/s);
  await expect(page.getByLabel("Steps", { exact: true })).toHaveValue("10");
});

test("a file of one's own: what is wrong with it is said, and what was set stays", async ({ page }) => {
  await openTrain(page);
  const choose = async (name: string, pairs: readonly Preference[]) => {
    // While a file is being opened, no other can be chosen.
    await expect(page.getByRole("button", { name: "Own file" })).toBeEnabled();
    const buffer = Buffer.from(formatJsonLines(pairs));
    await page.locator('input[type="file"]').setInputFiles({ name, mimeType: "application/x-ndjson", buffer });
  };
  const [pair] = tinyPairs(1, 3) as [Preference];
  const alert = page.getByRole("alert");
  await page.getByLabel("Steps", { exact: true }).fill("33");
  await choose("same.jsonl", [...tinyPairs(80, 4), { ...pair, rejected: `  ${pair.chosen}` }]);
  const leftOut = page.getByRole("note", { name: "Left out" });
  await leftOut.getByText("Left out: 1 record: 1 same tokens on both sides").click();
  await expect(leftOut).toContainText("same.jsonl, line 81: same tokens on both sides");
  await choose("empty.jsonl", []);
  await expect(alert).toContainText("no records");
  await choose("short.jsonl", tinyPairs(1, 4));
  await expect(alert).toContainText("too few prompts");
  const pairs = tinyPairs(80, 4);
  const { training, heldOut } = holdOut(pairs, 0, "good.jsonl");
  await choose("good.jsonl", pairs);
  await expect(alert).toBeHidden();
  await expect(leftOut).toBeHidden();
  await expect(page.getByTestId("data-summary")).toContainText(
    `good.jsonl: ${training.length} to train on, ${heldOut.length} held out`,
  );
  await expect(page.getByLabel("Steps", { exact: true })).toHaveValue("33");
});

test("an engine that dies in the middle offers to go on from its last snapshot", async ({ page }) => {
  await openTrain(page, `${small}&runs=bt&steps=12`);
  await button(page, "Step").click();
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBe(1);
  await expect(page.getByTestId("runs")).toContainText("saved at 1");
  await trainingWorker(page).evaluate(() => {
    setTimeout(() => {
      throw new Error("the device was lost");
    });
  });
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("The training broke off: The engine stopped: Uncaught Error: the device was lost");
  await alert.getByRole("button", { name: "Resume from the last snapshot" }).click();
  await expect(page.getByTestId("progress")).toContainText("ended", { timeout: 90_000 });
  await expect(page.getByTestId("runs")).toContainText("step 12");
  await expect(page.getByTestId("runs").locator('[data-status="finished"]')).toHaveCount(1);
});

test("a lost GPU ends in a message, and its runs go on with another", { tag: "@gpu" }, async ({ page }) => {
  // A software GPU compiles a program for every batch: a measurement of two pairs, and no recording on the way.
  const few = small
    .replace("wasm", "webgpu")
    .replace("heldOut=8", "heldOut=2")
    .replace("recordEvery=1", "recordEvery=3");
  await openTrain(page, `${few}&runs=bt&steps=3&tuning=head`);
  // The GPU device that jax-js requests when training begins.
  await trainingWorker(page).evaluate(() => {
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (...request) {
      const device = await requestDevice.apply(this, request);
      Object.assign(globalThis, { deviceUnderTest: device });
      return device;
    };
  });
  await button(page, "Step").click();
  await expect(page.getByTestId("runs")).toContainText("saved at 1", { timeout: 90_000 });
  await trainingWorker(page).evaluate(() =>
    (globalThis as unknown as { deviceUnderTest: GPUDevice }).deviceUnderTest.destroy(),
  );
  await button(page, "Resume").click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("The training broke off: The GPU was lost");
  await expect(page.getByTestId("runs").locator('[data-status="interrupted"]')).toHaveCount(1);
  await alert.getByRole("button", { name: "Resume from the last snapshot" }).click();
  await expect(page.getByTestId("progress")).toContainText("ended", { timeout: 90_000 });
  await expect(page.getByTestId("runs").locator('[data-status="finished"]')).toHaveCount(1);
  const [losses] = await storedLosses(page);
  expect(losses?.map(([step]) => step)).toEqual([1, 2, 3]);
});

test("a reload in the middle loses nothing: the runs go on side by side, and can be looked back at", async ({
  page,
}) => {
  await openTrain(page, `${small}&runs=bt,icrm&steps=400`);
  await button(page, "Step").click();
  await expect(page.getByTestId("runs").getByText("saved at 1")).toHaveCount(2, { timeout: 90_000 });
  await expect.poll(() => stepOf(page)).toBe(1);
  const stepOne = await shape(page, "icrm");
  await button(page, "Resume").click();
  await expect.poll(() => stepOf(page), { timeout: 30_000 }).toBeGreaterThan(5);
  await page.reload();
  const notice = page.getByTestId("interrupted");
  await expect(notice).toContainText(/at step \d+ of 400 .*: BT .*, seed 0; ICRM/);
  await notice.getByRole("button", { name: "Resume" }).click();
  await expect(notice).toBeHidden();
  await expect.poll(() => stepOf(page), { timeout: 90_000 }).toBeGreaterThan(8);
  await expect.poll(async () => furthest(await shape(page, "icrm"), stepOne)).toBeGreaterThan(0.05);
  await scrubber(page).fill("1");
  await expect.poll(async () => furthest(await shape(page, "icrm"), stepOne)).toBeLessThan(0.02);
  await button(page, "Stop").click();
  await expect(page.getByTestId("runs").locator('[data-status="stopped"]')).toHaveCount(2, { timeout: 60_000 });

  for (const losses of await storedLosses(page)) {
    expect(losses.map(([step]) => step)).toEqual(losses.map((_, i) => i + 1));
  }
  const stopped = await stepOf(page);
  await page.getByRole("link", { name: "compare in Runs" }).click();
  await page.getByRole("link", { name: /^Resume BT / }).click();
  await expect(page).toHaveURL(/#\/train/);
  await expect(page.getByTestId("runs").locator('[data-status="running"]')).toHaveText([/^ *BT/]);
  await expect.poll(() => stepOf(page), { timeout: 90_000 }).toBeGreaterThan(stopped);
});

test("a tab put to sleep in the middle goes on as if it had not", async ({ page }) => {
  await openTrain(page, `${small}&runs=icrm&steps=40`);
  await button(page, "Start").click();
  await expect.poll(() => stepOf(page), { timeout: 90_000 }).toBeGreaterThan(4);
  const session = await page.context().newCDPSession(page);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await expect(page.getByTestId("runs")).toContainText("finished", { timeout: 90_000 });

  await button(page, "Start").click();
  await expect(button(page, "Pause")).toBeVisible();
  await expect(page.getByTestId("runs")).toContainText("finished", { timeout: 90_000 });
  const [awake, asleep] = await storedLosses(page);
  expect(awake).toHaveLength(40);
  expect(asleep).toEqual(awake);
});
