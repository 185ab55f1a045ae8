import { spawnSync } from "node:child_process";
import { run } from "./run.ts";

/** Seconds to wait if another program is installing packages. */
const PATIENCE = 600;

/** Installs a Debian package; returns whether it is installed. */
export async function aptInstall(name: string): Promise<boolean> {
  if (spawnSync("apt-get", ["--version"]).status !== 0) return false;
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const apt = async (...args: string[]) => {
    const [command = "", ...rest] = [...asRoot, "apt-get", "-o", `DPkg::Lock::Timeout=${PATIENCE}`, ...args];
    return (await run(command, rest, { DEBIAN_FRONTEND: "noninteractive" }).catch(() => 1)) === 0;
  };
  return (await apt("update")) && (await apt("install", "-y", "--no-install-recommends", name));
}
