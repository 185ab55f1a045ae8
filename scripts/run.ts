import { spawn } from "node:child_process";

/** Runs a command of this project (`node_modules/.bin` is on the PATH under npm) and shows its output as it comes. */
export function run(command: string, args: string[] = [], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    // On Windows npm's commands are `.cmd` files, which need a shell.
    const shell = process.platform === "win32";
    const child = spawn(command, args, { stdio: "inherit", shell, env: { ...process.env, ...env } });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
