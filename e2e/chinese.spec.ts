import type { Page } from "@playwright/test";
import { seriousViolations } from "./accessible.ts";
import { expect, test } from "./test.ts";
import { withoutModels } from "./tiny-models.ts";

/** What stands in Latin letters on a Chinese page: names of methods, models, formats and units. */
const NAMES =
  /[\w.-]+\/[\w.-]+|ICRM|GRM|BT|PRM|\bgold\b|DPO|KL|Best-of-N|Playground|WebGPU|Wasm|SHA-256|Ctrl \+ Enter|JSONL?|CSV|SVG|PNG|Parquet|ONNX|Hugging Face|LoRA|TRL|OpenRLHF|RewardTrainer|AdamW|Word-problem (policy|backbone)|English|safetensors|apache-2.0|mit|gemma|\b[kMG]i?B\b/g;

/** Texts and names of the present page in which no Chinese stands. */
function englishOf(page: Page): Promise<string[]> {
  return page.evaluate((names) => {
    const said: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      // A problem and its solution are in the language of the policy; so are the messages of a formula; an adapter has a name of its own.
      const isData = node.parentElement?.closest(
        "style, code, pre, textarea, .katex, [lang=en], [lang=''], [data-branch], header [role=status]",
      );
      if (!isData && node.parentElement?.checkVisibility()) said.push(node.textContent ?? "");
    }
    for (const attribute of ["aria-label", "title", "placeholder"])
      for (const element of document.querySelectorAll(`[${attribute}]:not([aria-hidden], [data-branch], .katex *)`))
        said.push(element.getAttribute(attribute) ?? "");
    const isEnglish = (text: string) => !/\p{Script=Han}/u.test(text) && / [a-z]{3,} |[A-Za-z]{4,}/.test(text);
    return [...new Set(said.map((text) => text.replace(new RegExp(names, "g"), "").trim()))].filter(isEnglish);
  }, NAMES.source);
}

const PAGES = {
  explore: "实时运行",
  learn: "从第 1 课开始",
  "learn/edges": "先预测",
  "learn/behaviour": "先预测",
  "learn/sweeps": "先预测",
  "learn/teachers": "给教师",
  data: "打开文件",
  models: "打开文件夹",
};

test("pages and lessons are in Chinese, with nothing left in English and nothing that axe finds", async ({ page }) => {
  await page.goto("/?lang=zh-CN");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  for (const [path, text] of Object.entries(PAGES)) {
    await page.goto(`/?lang=zh-CN#/${path}`);
    await expect(page.getByText(text).first()).toBeVisible();
    expect(await englishOf(page), path).toEqual([]);
    expect(await seriousViolations(page), path).toEqual([]);
  }
});

test("pages that open with a recording show it in Chinese, and axe finds nothing there", async ({ page }) => {
  await withoutModels(page);
  await page.goto("/?lang=zh-CN#/learn");
  for (const name of ["训练", "运行", "扫描", "评估", "Best-of-N", "对齐"]) {
    await page.getByRole("navigation", { name: "页面" }).getByRole("link", { name, exact: true }).click();
    await expect(page).toHaveTitle(`${name} · ICRM Playground`);
    await expect(page.getByText("实时运行").first()).toBeVisible();
    expect(await seriousViolations(page), name).toEqual([]);
  }
});

test("the switch changes the language of the page, and the next visit remembers it", async ({ page }) => {
  await page.goto("/#/models");
  await expect(page.getByRole("heading", { name: "In this browser" })).toBeVisible();
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.getByRole("heading", { name: "在这个浏览器中" })).toBeVisible();
  await expect(page).toHaveTitle("模型 · ICRM Playground");
  await page.reload();
  await expect(page.getByRole("heading", { name: "在这个浏览器中" })).toBeVisible();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "In this browser" })).toBeVisible();
});
