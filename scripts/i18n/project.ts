import { readdirSync, readFileSync } from "node:fs";
import { type HardWired, hardWired } from "./hard-wired.ts";
import { messagesOf } from "./messages.ts";
import { treeOf } from "./syntax.ts";

/** The folders whose files hold texts of the page. The command line stays English; what it records for lessons is shown. */
const SOURCES = ["app", "features", "ui", "state", "storage", "worker", "flows", "engine", "cli/reproduce"];

/** The folders whose files draw or compose what a person reads: there every text stands in a call. */
const SHOWN = /^src\/(app|features|ui|state)\//;

export interface SourceFile {
  file: string;
  messages: string[];
  hardWired: HardWired[];
}

/** Every source file with its texts, as they are on disk. */
export function sourceFiles(): SourceFile[] {
  return SOURCES.flatMap((folder) =>
    readdirSync(`src/${folder}`, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
      .map((name) => sourceFile(`src/${folder}/${name}`)),
  );
}

function sourceFile(file: string): SourceFile {
  const tree = treeOf(file, readFileSync(file, "utf8"));
  try {
    return { file, messages: messagesOf(tree), hardWired: SHOWN.test(file) ? hardWired(tree) : [] };
  } catch (error) {
    throw new Error(`${file}: ${String(error)}`, { cause: error });
  }
}
