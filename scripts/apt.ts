import { spawnSync } from "node:child_process";
import { run } from "./run.ts";

/** Another program may be installing something: it is waited for this long, in seconds. */
const PATIENCE = 600;

/** Installs a package on Debian and its children; whether that worked. */
export async function aptInstall(name: string): Promise<boolean> {
  if (spawnSync("apt-get", ["--version"]).status !== 0) return false;
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const apt = async (...args: string[]) => {
    const [command = "", ...rest] = [...asRoot, "apt-get", "-o", `DPkg::Lock::Timeout=${PATIENCE}`, ...args];
    return (await run(command, rest, { DEBIAN_FRONTEND: "noninteractive" }).catch(() => 1)) === 0;
  };
  return (await apt("update")) && (await apt("install", "-y", "--no-install-recommends", name));
}
