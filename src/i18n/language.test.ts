import { afterEach, expect, test } from "vitest";
import { listed, speak, t } from "./i18n.ts";
import { languageFor } from "./language.ts";
import { translated } from "./translated.ts";

const address = "https://example.org/playground/";

test.each([
  ["the address", { address: `${address}?lang=zh-CN#/train`, remembered: "en", browser: ["en-GB"] }, "zh-CN"],
  ["then the choice of an earlier visit", { address, remembered: "en", browser: ["zh-CN"] }, "en"],
  ["then the browser", { address, remembered: null, browser: ["fr", "zh-TW", "en"] }, "zh-CN"],
  ["an unknown wish counts as none", { address: `${address}?lang=xx`, remembered: null, browser: ["fr"] }, "en"],
] as const)("the language is decided by %s", (_, wishes, expected) => {
  expect(languageFor(wishes)).toBe(expected);
});

const chinese = {
  "Removed {n, plural, one {# run} other {# runs}}": "已删除 {n} 次运行",
  "Learning rate": "学习率",
  "{0} has {1} rows, of which {2} are known": "{0} 有 {1} 行，其中 {2} 行已知",
  "{0} rows": "{0} 行",
  "none of them": "没有一行",
  "{0} of {1}": "{1} 中的 {0}",
  steps: "步",
  "of a solution\u0004steps": "步骤",
  "Write '{'x'}' instead of {0}": "请写 '{'x'}'，而不是 {0}",
};
afterEach(() => speak("en", {}));

test("English needs no catalogue", () => {
  expect(t("Removed {n, plural, one {# run} other {# runs}}", { n: 1 })).toBe("Removed 1 run");
  expect(t("Removed {n, plural, one {# run} other {# runs}}", { n: 2 })).toBe("Removed 2 runs");
  expect(translated("7 rows")).toBe("7 rows");
});

test("the same English may have two meanings", () => {
  expect([t("steps"), t("steps", {}, "of a solution")]).toEqual(["steps", "steps"]);
  speak("zh-CN", chinese);
  expect([t("steps"), t("steps", {}, "of a solution")]).toEqual(["步", "步骤"]);
});

test("large whole numbers are written as people read them, a seed as it is", () => {
  const said = "{n, plural, one {# run} other {# runs}} with seed {seed}, {share} of {pairs}";
  expect(t(said, { n: 2000, seed: "4096", share: 0.1234, pairs: 1024 })).toBe(
    "2,000 runs with seed 4096, 0.1234 of 1,024",
  );
  speak("zh-CN", chinese);
  expect(t("Removed {n, plural, one {# run} other {# runs}}", { n: 1200 })).toBe("已删除 1,200 次运行");
});

test("a text written here is shown in Chinese", () => {
  speak("zh-CN", chinese);
  expect(t("Removed {n, plural, one {# run} other {# runs}}", { n: 2 })).toBe("已删除 2 次运行");
  expect(translated("Learning rate")).toBe("学习率");
});

test("parts are enumerated with the marks of the language", () => {
  expect([listed(["BT 1 %", "GRM 2 %"]), listed(["a", "b"], ";")]).toEqual(["BT 1 %, GRM 2 %", "a; b"]);
  speak("zh-CN", chinese);
  expect([listed(["BT 1 %", "GRM 2 %"]), listed(["a", "b"], ";")]).toEqual(["BT 1 %、GRM 2 %", "a；b"]);
});

test("a sentence of the engine is known by its pattern, and so are its parts", () => {
  speak("zh-CN", chinese);
  expect(translated("pairs (1).jsonl has 7 rows, of which none of them are known")).toBe(
    "pairs (1).jsonl 有 7 行，其中没有一行行已知",
  );
  expect(translated("Write {x} instead of y")).toBe("请写 {x}，而不是 y");
  expect(translated("pairs.jsonl, 3 rows · none of them")).toBe("pairs.jsonl，3 行 · 没有一行");
  expect(translated("3 of 4")).toBe("4 中的 3");
  expect(translated("Cannot read properties of undefined")).toBe("Cannot read properties of undefined");
  expect(translated("my rows")).toBe("my rows");
  expect(translated("a file's name.jsonl")).toBe("a file's name.jsonl");
});
