import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const folder = fileURLToPath(new URL(".", import.meta.url));

/**
 * Installs the libraries of this folder's `package-lock.json` if they are not there. They are no dependency of the
 * playground: 327 MB that only these benchmarks need.
 */
export async function installPeers(): Promise<void> {
  if (existsSync(`${folder}node_modules`)) return;
  await promisify(execFile)("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder });
}
