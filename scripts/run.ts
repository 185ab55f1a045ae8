import { spawn } from "node:child_process";

/**
 * Runs a command of this project (`node_modules/.bin` is on the PATH under npm) and shows its output as it comes.
 * @param hear gets the output, error stream included, in place of the terminal
 */
export function run(
  command: string,
  args: string[] = [],
  env: Record<string, string> = {},
  hear?: (output: Uint8Array) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    // On Windows npm's commands are `.cmd` files, which need a shell.
    const shell = process.platform === "win32";
    const stdio = hear ? "pipe" : "inherit";
    const child = spawn(command, args, { stdio: ["inherit", stdio, stdio], shell, env: { ...process.env, ...env } });
    if (hear) for (const stream of [child.stdout, child.stderr]) stream?.on("data", hear);
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
