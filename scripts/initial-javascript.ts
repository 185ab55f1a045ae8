import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { closure, type Manifest } from "./manifest.ts";

/** The largest number of gzipped bytes that a first visit may load before the engine. */
export const BUDGET = 300_000;

// The files that index.html names, and the start page, which it opens at once.
const entries = ["index.html", "src/features/explore/ExplorePage.tsx"];

export interface PackedFile {
  file: string;
  bytes: number;
  gzip: number;
}

/** The JavaScript files of a build that a first visit loads before the engine. */
export function initialJavaScript(folder: string): PackedFile[] {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8"));
  return closure(manifest, entries).map((file) => {
    const code = readFileSync(join(folder, file));
    return { file, bytes: code.length, gzip: gzipSync(code).length };
  });
}
