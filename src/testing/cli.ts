import { AsyncLocalStorage } from "node:async_hooks";
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect } from "vitest";
import { fail } from "../cli/output.ts";
import { runProgram } from "../cli/program.ts";

/** The result of a finished command. */
export interface Finished {
  /** The exit code; null if a signal ended the process. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `icrm` in a process of its own, as `npm run -s icrm -- …` does, for tests of the process itself. */
export function icrmProcess(...args: string[]): Promise<Finished> {
  return start(args);
}

/** Runs `icrm` in this process, which has already loaded the engine; catches its output and its exit. */
export async function icrm(...args: string[]): Promise<Finished> {
  const own = { stdout: "", stderr: "" };
  return caught.run(own, async () => {
    running.add(own);
    try {
      await runProgram(args).catch((thrown) => (thrown instanceof Exit ? Promise.reject(thrown) : fail(thrown)));
      return { code: 0, ...own };
    } catch (thrown) {
      if (thrown instanceof Exit) return { code: thrown.code, ...own };
      throw thrown;
    } finally {
      running.delete(own);
    }
  });
}

/** Thrown where a command in this process would exit. */
class Exit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

type Output = Pick<Finished, "stdout" | "stderr">;

/** The output of the command that is running in the current context; several commands may run at once. */
const caught = new AsyncLocalStorage<Output>();
const running = new Set<Output>();

/** The output for text that no context belongs to, such as a thread's: that of the only running command. */
function output(): Output | undefined {
  return caught.getStore() ?? (running.size === 1 ? [...running][0] : undefined);
}

for (const stream of ["stdout", "stderr"] as const) {
  const write = process[stream].write.bind(process[stream]);
  process[stream].write = ((chunk: string | Uint8Array, ...rest: []) => {
    const own = output();
    if (own === undefined) return write(chunk, ...rest);
    own[stream] += typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk);
    return true;
  }) as typeof write;
}

const exit = process.exit;
process.exit = (code) => {
  if (output() === undefined) return exit(code);
  throw new Exit(Number(code ?? 0));
};

/**
 * Runs `icrm` in a process that kills itself when its log matches a pattern, at the same point on fast and slow
 * machines.
 */
export function icrmKilledAt(pattern: RegExp, ...args: string[]): Promise<Finished> {
  const killing = `const { stderr } = process;
    const write = stderr.write.bind(stderr);
    let log = "";
    stderr.write = (chunk, ...rest) => {
      const written = write(chunk, ...rest);
      log += chunk;
      if (${pattern}.test(log)) process.kill(process.pid, "SIGKILL");
      return written;
    };`;
  return start(args, ["--import", `data:text/javascript,${encodeURIComponent(killing)}`]);
}

/** Runs `icrm … --json` and expects that it succeeds and prints one JSON document on one line. */
export async function icrmJson<Document>(...args: string[]): Promise<Document> {
  const { code, stdout, stderr } = await icrm(...args, "--json");
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return JSON.parse(stdout) as Document;
}

/** A temporary folder that is removed after this file's tests. Call it outside of tests and hooks. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "icrm-cli-"));
  afterAll(() => rm(folder, { recursive: true }));
  return folder;
}

/** Writes files into a folder by their paths. */
export async function writeAll(folder: string, files: ReadonlyMap<string, Uint8Array | string>): Promise<void> {
  for (const [path, content] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

function start(args: readonly string[], flags: readonly string[] = []): Promise<Finished> {
  // The optimising Wasm compiler takes over a second for ONNX Runtime's largest function, which tiny models never earn
  // back.
  const node = ["--liftoff-only", ...flags, "--import", "tsx"];
  const child = spawn(process.execPath, [...node, "src/cli/main.ts", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const own = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      own[stream] += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...own }));
  });
}
