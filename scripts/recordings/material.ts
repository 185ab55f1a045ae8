import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { listDirectory } from "../../src/cli/files.ts";

/** Whether a recording depends on a file: on all files in these folders but model cards. */
const isMaterial = (path: string) => !path.endsWith("README.md");

/** SHA-256 of the embedded models and pairs, from which every recording is made. */
export async function materialHash(): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of ["public/models", "public/data"]) {
    const paths = (await listDirectory(folder)).map(({ path }) => path).filter(isMaterial);
    for (const path of paths.sort()) hash.update(path).update(await readFile(join(folder, path)));
  }
  return hash.digest("hex");
}
