import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const REFUSED = [
  ["an arrow upward", "src/engine/training/up.ts", "../../worker/models.ts"],
  ["a flow that knows a host", "src/flows/train/host.ts", "../../cli/files.ts"],
  ["a page that knows another", "src/features/runs/table/page.tsx", "../../train/session.ts"],
  ["a command that knows the browser's storage", "src/cli/commands/storage.ts", "../../storage/run-store.ts"],
  ["one half of a circle of types", "src/engine/first-type.ts", "./second-type.ts"],
  ["its other half", "src/engine/second-type.ts", "./first-type.ts"],
  ["one half of a circle", "src/engine/one.ts", "./other.ts"],
  ["the other half", "src/engine/other.ts", "./one.ts"],
] as const;

const ALLOWED = [
  ["downward", "src/worker/handlers/down.ts", "../../flows/gate.ts"],
  ["within a page", "src/features/train/charts/own.tsx", "../session.ts"],
  [
    "from Sweep to the settings of Train, which it locks its fields to",
    "src/features/sweep/lock.ts",
    "../train/session.ts",
  ],
] as const;

let folder: string;
let refused: string[];

/** Lints files with one import each under this project's rules. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-rule-"));
  const { vcs: _, $schema: __, ...rules } = JSON.parse(await readFile("biome.json", "utf8"));
  await writeFile(join(folder, "biome.json"), JSON.stringify(rules));
  for (const [, file, imported] of [...REFUSED, ...ALLOWED]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    const text = file.includes("-type")
      ? `import type { y as x } from "${imported}";\n\nexport type y = () => x;\n`
      : `import { y as x } from "${imported}";\n\nexport const y = () => x;\n`;
    await writeFile(join(folder, file), text);
  }
  const biome = join(process.cwd(), "node_modules/@biomejs/biome/bin/biome");
  const { stdout, stderr } = spawnSync(process.execPath, [biome, "lint", "--colors=off", "src"], {
    ...{ cwd: folder, encoding: "utf8" },
  });
  const said = /^(?<file>\S+?):\d+:\d+ lint\/\w+\/(?:noRestrictedImports|noImportCycles)/gm;
  refused = [...`${stdout}\n${stderr}`.matchAll(said)].map(({ groups }) => groups?.file ?? "");
});
afterAll(() => rm(folder, { recursive: true }));

test.each(REFUSED)("%s is refused", (_, file) => {
  expect(refused).toContain(file);
});

test.each(ALLOWED)("an import %s is allowed", (_, file) => {
  expect(refused).not.toContain(file);
});
