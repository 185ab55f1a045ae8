import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { packageFolder, readPackage } from "./licences.ts";

test.each([
  ["/a/node_modules/dexie/dist/dexie.mjs", "/a/node_modules/dexie"],
  ["/a/node_modules/@mantine/core/styles.css?direct", "/a/node_modules/@mantine/core"],
  ["/a/node_modules/one/node_modules/@two/three/index.js", "/a/node_modules/one/node_modules/@two/three"],
  ["\0/a/node_modules/react/index.js?commonjs-proxy", "/a/node_modules/react"],
  ["/a/src/main.tsx", null],
  ["\0commonjsHelpers.js", null],
])("a module belongs to the innermost package around it: %j", (module, folder) => {
  expect(packageFolder(module)).toBe(folder);
});

test("the helpers that the bundler writes are of the bundler", () => {
  expect(readPackage(packageFolder("\0vite/preload-helper.js") as string)).toMatchObject({
    name: "vite",
    licence: "MIT",
  });
  expect(readPackage(packageFolder("\0rolldown/runtime.js") as string).name).toBe("rolldown");
});

test("a package comes with the words of its licence and its notices; one without a licence is refused", () => {
  const folder = mkdtempSync(join(tmpdir(), "icrm-licence-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const about = { name: "theirs", version: "1.2.3" };
  writeFileSync(join(folder, "package.json"), JSON.stringify(about));
  expect(() => readPackage(folder)).toThrow("theirs@1.2.3 names no licence");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...about, license: "ISC" }));
  expect(readPackage(folder).texts).toEqual([expect.stringContaining("npmjs.com/package/theirs")]);
  writeFileSync(join(folder, "LICENCE.md"), "You may.\n");
  writeFileSync(join(folder, "NOTICE"), "By somebody.\n");
  writeFileSync(join(folder, "licences.js"), "");
  expect(readPackage(folder)).toEqual({ ...about, licence: "ISC", texts: ["You may.", "By somebody."] });
});
