import { unpackedText } from "../engine/data/reading/unpacked.ts";
import { PlaygroundError } from "../engine/errors.ts";
import { dataSets } from "../storage/data-sets.ts";
import type { DataFile } from "./training-records.ts";

/** @throws PlaygroundError if the file cannot be fetched or is gone */
export async function openFile(file: DataFile): Promise<Blob> {
  if (typeof file === "string") return fetchFile(file);
  return "kept" in file ? dataSets.blob(await dataSets.get(file.kept)) : file;
}

/**
 * The whole text of a file, unpacked if it is packed.
 * @param name the name that the person knows the file by
 * @throws PlaygroundError if the file cannot be fetched or unpacked
 */
export async function readText(file: DataFile, name: string): Promise<string> {
  // The first bytes decide: a server may have unpacked the file already, whatever its name says.
  return unpackedText(await openFile(file), name);
}

async function fetchFile(address: string): Promise<Blob> {
  const response = await fetch(address).catch((cause: unknown) => {
    throw missing(address, cause instanceof Error ? cause.message : String(cause));
  });
  // A development server answers a request for a missing file with its start page.
  if (!response.ok || response.headers.get("content-type")?.startsWith("text/html")) {
    throw missing(address, `status ${response.status}`);
  }
  return response.blob();
}

function missing(where: string, found: string): PlaygroundError {
  return new PlaygroundError({
    what: "The file could not be fetched",
    where,
    expected: "a file",
    found,
    fix: "Reload the page, or take a file of your own.",
  });
}
