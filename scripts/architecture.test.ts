import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const text = readFileSync("docs/architecture.md", "utf8");
const engine = join("src", "engine");

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && !entry.parentPath.includes("node_modules") ? [join(entry.parentPath, entry.name)] : [],
  );

/** What any part of the engine may use; the table does not repeat it. */
const COMMON = ["errors", "random", "csv", "grouped", "problem-schema", "unusable-record", "channel"];

/** The parts of the engine, folders and files at its top, that each of its parts imports. */
function imports(): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>();
  const partOf = (file: string) => file.split(/[\\/]/)[2]?.replace(/\.ts$/, "") ?? "";
  for (const file of filesBelow(engine)) {
    if (!file.endsWith(".ts") || file.includes(".test.")) continue;
    const own = partOf(file);
    const others = known.get(own) ?? new Set();
    known.set(own, others);
    for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/(?:from |import\()"(\.[^"]+)"/g)) {
      const target = normalize(join(dirname(file), path));
      const part = partOf(target);
      if (target.startsWith(engine) && part !== own && !COMMON.includes(part)) others.add(part);
    }
  }
  return known;
}

test("the table of the engine's rooms says what each room knows", () => {
  const known = imports();
  const rows = [...text.matchAll(/^\| `([\w-]+)\/` \|[^|]+\| ([^|]+) \|$/gm)];
  const told = Object.fromEntries(rows.map(([, room = "", knows = ""]) => [room, knows.split(", ").sort()]));
  const folders = readdirSync(engine, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(told).toEqual(
    Object.fromEntries(
      folders.map(({ name }) =>
        [name, [...(known.get(name) ?? [])].sort()].map((part) => (part.length === 0 ? ["–"] : part)),
      ),
    ),
  );
});

test("every file, folder and name that the text mentions is there", () => {
  const files = ["src", "scripts", "bench", "e2e", "docs", "patches", "public"].flatMap(filesBelow);
  const paths = [...files, "biome.json", "package.json", "tsconfig.engine.json"].map(
    (file) => `/${file.replaceAll("\\", "/")}`,
  );
  const written = ["settings.json", "config.json", "trainer_state.json", "index.json"];
  const code = new Set(
    files
      .filter((file) => /\.(tsx?|py|css)$/.test(file))
      .flatMap((file) => readFileSync(file, "utf8").match(/[A-Za-z_]\w+/g) ?? []),
  );
  const missing = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, mentioned = ""]) => {
    if (written.includes(mentioned)) return [];
    if (/^[\w./-]+\/$/.test(mentioned)) return paths.some((path) => path.includes(`/${mentioned}`)) ? [] : [mentioned];
    if (/^[\w./-]+\.(tsx?|py|md|json|css|mdx)$/.test(mentioned))
      return paths.some((path) => path.endsWith(`/${mentioned}`)) ? [] : [mentioned];
    if (!/^[\w.]+(?:\(.*\))?$/.test(mentioned)) return [];
    return (mentioned.match(/[A-Za-z_]\w+/g) ?? []).filter((name) => !code.has(name));
  });
  expect(missing).toEqual([]);
});
