import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { listDirectory } from "../../src/cli/files.ts";

/** Model cards say what was measured of a model; all else in these folders decides what a recording shows. */
const isMaterial = (path: string) => !path.endsWith("README.md");

/** SHA-256 of the embedded models and pairs, which every recording was made of. */
export async function materialHash(): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of ["public/models", "public/data"]) {
    const paths = (await listDirectory(folder)).map(({ path }) => path).filter(isMaterial);
    for (const path of paths.sort()) hash.update(path).update(await readFile(join(folder, path)));
  }
  return hash.digest("hex");
}
