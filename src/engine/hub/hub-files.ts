import type { FileSet, FileSlices } from "../checkpoint/file-set.ts";
import { PlaygroundError } from "../errors.ts";
import { hubError } from "./hub-error.ts";
import { refusingFetch } from "./refusing-fetch.ts";
import { type HubAccess, type HubRepository, openHubFile } from "./repository.ts";

/** The files of a repository at its commit; reading a slice is a range request. */
export function hubFiles(repository: HubRepository, access: HubAccess = {}): FileSet {
  const { name, files } = repository;
  const open = async (path: string) =>
    hubSlices(await openHubFile(repository, path, { fetch: refusingFetch, ...access }), `${name}/${path}`);
  return { name, files, open };
}

/**
 * A file of the hub whose slices throw explained errors. @param where repository and path
 * @throws PlaygroundError when a slice is read, if the hub refuses or the connection is cut
 */
export function hubSlices(blob: Blob, where: string): FileSlices {
  return {
    size: blob.size,
    slice: (start, end) => ({ arrayBuffer: () => piece(blob, start, Math.min(end, blob.size), where) }),
  };
}

async function piece(blob: Blob, start: number, end: number, where: string): Promise<ArrayBuffer> {
  let bytes: ArrayBuffer;
  try {
    bytes = await blob.slice(start, end).arrayBuffer();
  } catch (error) {
    throw hubError(error, where);
  }
  if (bytes.byteLength === end - start) return bytes;
  throw new PlaygroundError({
    what: "The connection was cut, or the host does not serve parts of files",
    where: `${where}, bytes ${start} to ${end}`,
    expected: `${end - start} bytes`,
    found: `${bytes.byteLength}`,
    fix: "Try again, or choose another host.",
  });
}
