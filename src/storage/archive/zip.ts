import { unzip as fflateUnzip, zip as fflateZip } from "fflate";
import { PlaygroundError } from "../../engine/errors.ts";

// Metrics pack to a tenth or so. A zip that unpacks to 250 times its size, past the first 64 MiB, was made to fill
// memories.
const MOST_EXPANSION = 250;
const UNSUSPICIOUS_BYTES = 64 * 2 ** 20;

// Far above any model that fits into a browser, and far below the memory that would fill.
const MOST_BYTES = 4e9;

/** Packs files by path into a zip; weights are stored uncompressed, since they do not get smaller. */
export function zip(files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const entries = [...files].map(([path, bytes]) => {
    const level = path.endsWith(".safetensors") ? 0 : 6;
    return [path, [bytes, { level }]] as const;
  });
  return new Promise((resolve, reject) => {
    fflateZip(Object.fromEntries(entries) as Parameters<typeof fflateZip>[0], (error, bytes) =>
      error ? reject(error) : resolve(bytes as Uint8Array<ArrayBuffer>),
    );
  });
}

/**
 * The files of a zip by path; folders are left out.
 * @throws PlaygroundError if the bytes are no zip, are damaged, have paths that lead out of the zip, or unpack to more
 *   than memory holds
 */
export async function unzip(bytes: Uint8Array, name: string): Promise<Map<string, Uint8Array>> {
  const most = Math.min(MOST_BYTES, Math.max(UNSUSPICIOUS_BYTES, bytes.length * MOST_EXPANSION));
  let size = 0;
  let strange: string | null = null;
  const unpacked = await new Promise<Record<string, Uint8Array>>((resolve, reject) => {
    fflateUnzip(
      bytes,
      {
        filter: ({ name: path, originalSize }) => {
          size += originalSize;
          if (!isPlain(path)) strange ??= path;
          return !path.endsWith("/") && size <= most && strange === null;
        },
      },
      (error, files) => (error ? reject(broken(name, error)) : resolve(files)),
    );
  });
  if (strange !== null) throw leadsElsewhere(name, strange);
  if (size <= most) return new Map(Object.entries(unpacked));
  throw new PlaygroundError({
    what: "The zip unpacks to more than a run takes",
    where: name,
    expected: `at most ${Math.round(most / 1e6)} MB`,
    found: `${Math.round(size / 1e6)} MB`,
    fix: "Take a zip that a run was exported to.",
  });
}

/** Whether a path stays within the zip and is safe to use as a key. */
function isPlain(path: string): boolean {
  const parts = path.replace(/\/$/, "").split("/");
  return !/[\\\0:]/.test(path) && parts.every((part) => !["", ".", "..", "__proto__"].includes(part));
}

function leadsElsewhere(name: string, path: string): PlaygroundError {
  return new PlaygroundError({
    what: "The zip has a file whose name may lead out of it",
    where: name,
    expected: "names of files and folders, with / between them",
    found: JSON.stringify(path.slice(0, 60)),
    fix: "Take a zip that a run was exported to.",
  });
}

function broken(name: string, cause: Error): PlaygroundError {
  return new PlaygroundError(
    {
      what: "The file is not a zip, or it is damaged",
      where: name,
      expected: "a zip that a run was exported to",
      found: cause.message,
      fix: "Export the run again, or download the file again.",
    },
    { cause },
  );
}
