import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Names of one form that each host or page has a part of: no reader meets two of them (docs/architecture.md, Names). */
const SHARED: Record<string, RegExp> = {
  command: /^src\/cli\/commands\//,
  ...Object.fromEntries(
    ["Setup", "Transport", "Messages", "Recorded", "openRecording", "whatToSee"].map((part) => [
      part,
      /^src\/features\//,
    ]),
  ),
};

/** Where every exported name stands: in the files that define it, tests and what they share left out. */
async function definitions(): Promise<Map<string, string[]>> {
  const places = new Map<string, string[]>();
  const files = (await readdir("src", { recursive: true })).map((name) => join("src", name)).sort();
  for (const file of files) {
    if (!/\.tsx?$/.test(file) || file.includes(".test.") || file.startsWith(join("src", "testing"))) continue;
    const exported =
      /^export (?:default )?(?:abstract )?(?:async )?(?:function\*?|const|class|interface|type|let) (\w+)/gm;
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(exported)) {
      const known = places.get(name) ?? [];
      // A type and a value of one name in one file are one idea.
      if (!known.includes(file)) places.set(name, [...known, file]);
    }
  }
  return places;
}

test("an exported name stands for one thing", async () => {
  const places = await definitions();
  expect(places.size).toBeGreaterThan(2000);
  const twice = [...places].filter(
    ([name, files]) => files.length > 1 && !(SHARED[name] && files.every((file) => SHARED[name]?.test(file))),
  );
  expect(twice).toEqual([]);
});

test("a name that is shared is shared", async () => {
  const places = await definitions();
  for (const name of Object.keys(SHARED)) expect(places.get(name)?.length, name).toBeGreaterThan(1);
});
