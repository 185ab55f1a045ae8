import { PlaygroundError } from "../errors.ts";
import { missingFile } from "./missing-file.ts";

/** Where a checkpoint's files come from: a URL, memory, a folder. Paths are relative to the checkpoint. */
export interface CheckpointSource {
  /** The name of the checkpoint in errors and on pages. */
  name: string;
  /** @throws PlaygroundError if the file does not exist or cannot be read */
  read(path: string): Promise<Uint8Array>;
  has(path: string): Promise<boolean>;
}

/** Files under a URL, such as `models/policy` or a hub's `…/resolve/main`. */
export function fetchSource(baseUrl: string): CheckpointSource {
  const base = baseUrl.replace(/\/+$/, "");
  return {
    name: base,
    async read(path) {
      const url = `${base}/${path}`;
      const response = await request(url, "GET");
      if (!isFile(response)) throw unavailable(url, `${response.status} ${response.statusText}`.trim());
      return new Uint8Array(await response.arrayBuffer());
    },
    async has(path) {
      const url = `${base}/${path}`;
      const response = await request(url, "HEAD");
      if (response.status >= 500) throw unavailable(url, `${response.status} ${response.statusText}`.trim());
      return isFile(response);
    },
  };
}

/** Files in memory: dropped onto the page, unzipped, or just saved. */
export function memorySource(files: ReadonlyMap<string, Uint8Array>, name = "memory"): CheckpointSource {
  return {
    name,
    async read(path) {
      const bytes = files.get(path);
      if (bytes) return bytes;
      throw missingFile(
        name,
        path,
        [...files].map(([other, { length: size }]) => ({ path: other, size })),
      );
    },
    async has(path) {
      return files.has(path);
    },
  };
}

async function request(url: string, method: "GET" | "HEAD"): Promise<Response> {
  try {
    return await fetch(url, { method });
  } catch (cause) {
    throw unavailable(url, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

// Servers of single-page apps answer a request for a missing file with the page itself and status 200.
function isFile(response: Response): boolean {
  return response.ok && !response.headers.get("content-type")?.startsWith("text/html");
}

function unavailable(url: string, found: string, cause?: unknown): PlaygroundError {
  return new PlaygroundError(
    {
      what: "A file of the checkpoint could not be fetched",
      where: url,
      expected: "status 200 and the file",
      found,
      fix: "Check the address and the connection.",
    },
    { cause },
  );
}
