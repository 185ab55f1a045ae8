import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

/** Whether Biome lets a file have an import; the file need not be there. */
function isAllowed(file: string, imported: string): boolean {
  const input = `import { x } from "${imported}";\n\nexport const y = x;\n`;
  const args = ["node_modules/@biomejs/biome/bin/biome", "lint", `--stdin-file-path=${file}`];
  return spawnSync(process.execPath, args, { input }).status === 0;
}

test.each([
  ["an arrow upward", "src/engine/training/new.ts", "../../worker/models.ts"],
  ["a flow that knows a host", "src/flows/train/new.ts", "../../cli/files.ts"],
  ["a page that knows another", "src/features/runs/table/new.tsx", "../../train/session.ts"],
  ["a command that knows the browser's storage", "src/cli/commands/new.ts", "../../storage/run-store.ts"],
])("%s is refused", (_, file, imported) => {
  expect(isAllowed(file, imported)).toBe(false);
});

test.each([
  ["downward", "src/worker/handlers/new.ts", "../../flows/gate.ts"],
  ["within a page", "src/features/train/charts/new.tsx", "../session.ts"],
  [
    "from Sweep to the settings of Train, which it locks its fields to",
    "src/features/sweep/new.ts",
    "../train/session.ts",
  ],
])("an import %s is allowed", (_, file, imported) => {
  expect(isAllowed(file, imported)).toBe(true);
});
