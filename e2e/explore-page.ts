import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { expect } from "./test.ts";

/** A text in the embedded world's words that is none of its problems, so that its right answer is not known. */
export const prompt = "Mia has 14 apples. She buys 3 apples. How many apples does she have?";

/** A problem of the embedded world as a person types it, and completed. */
export const typed =
  "Mia has 4 baskets of 5 apples. She loses 6 apples. She buys 9 more. How many apples does she have now?";
export const problem =
  "Farm: (a) Mia has 4 baskets of 5 apples. (b) She loses 6 apples. (c) She buys 9 more. (d) How many apples does she have now?";

interface Token {
  id: number;
  text: string;
  q: number;
}

export interface Exported {
  prompt: string;
  trajectories: {
    parent: string | null;
    branchAt: number | null;
    tokens: Token[];
    rewards: Record<string, number[]>;
    verdict: { correct: boolean | null; misconception: string | null };
    exact: { prompt: number; tokens: (number | null)[]; q: number[] } | null;
    values: { position: number; successes: number; rollouts: number; interval: [number, number] }[];
  }[];
}

export const chips = (page: Page, row: number) => page.locator("[data-row]").nth(row).locator("[data-q]");
export const branches = (page: Page) => page.getByTestId("branch");

export async function openExplore(page: Page, search = "device=wasm&maxTokens=12") {
  await page.goto(`/#/explore?${search}`);
}

export async function generate(page: Page, text = prompt) {
  await page.getByLabel("Prompt", { exact: true }).fill(text);
  await page.getByRole("button", { name: "Generate" }).click();
  await expect(branches(page)).toHaveCount(1, { timeout: 60_000 });
}

export async function exported(page: Page, format: string): Promise<Buffer> {
  const waiting: Promise<Download> = page.waitForEvent("download");
  await page.getByRole("button", { name: `Export as ${format}` }).click();
  const file = await waiting;
  expect(file.suggestedFilename()).toBe(`trajectories.${format.toLowerCase()}`);
  return readFile(await file.path());
}

export async function exportedJson(page: Page): Promise<Exported> {
  return JSON.parse((await exported(page, "JSON")).toString("utf8"));
}
