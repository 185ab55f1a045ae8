import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const english = readFileSync("README.md", "utf8");
const chinese = readFileSync("README.zh-CN.md", "utf8");

/** The lines of all shell blocks, without comments. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block as string);
  return blocks.flatMap((block) => block.split("\n").map((line) => line.replace(/\s+#.*/, "")));
}

/** The numbers of every table row, without its first cell, which is words. */
function figuresOf(text: string): string[] {
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  return rows.map((row) => (row.slice(row.indexOf(" | ")).match(/\d+(?:[.,]\d+)*/g) ?? []).join(" "));
}

test("both READMEs have the same commands, figures, headings and links", () => {
  expect(commandsOf(chinese)).toEqual(commandsOf(english));
  expect(figuresOf(chinese)).toEqual(figuresOf(english));
  const headings = (text: string) => text.match(/^#+ /gm);
  expect(headings(chinese)).toEqual(headings(english));
  const links = (text: string) => [...new Set(text.match(/\]\((?!README)[^)]*\)/g))].sort();
  expect(links(chinese)).toEqual(links(english));
});
