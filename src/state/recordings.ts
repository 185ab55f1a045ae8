import { unpackedText } from "../engine/data/reading/unpacked.ts";
import { PlaygroundError, reportOf } from "../engine/errors.ts";

/**
 * Recorded results of real runs, with which pages open; `npm run recordings` makes them. What the very first page waits for is not packed,
 * since unpacking takes code of its own.
 */
const files = {
  explore: "recordings/explore.json",
  training: "recordings/training.json.gz",
  evaluation: "recordings/evaluation.json.gz",
  "best-of-n": "recordings/best-of-n.json.gz",
  alignment: "recordings/alignment.json.gz",
  sweep: "recordings/sweep.json.gz",
} as const;

export type RecordingName = keyof typeof files;

const onTheirWay = new Map<RecordingName, Promise<unknown>>();

/** Begins to fetch a recording while the code of its page is being fetched. */
export function prefetchRecording(name: RecordingName): void {
  const fetched = fetchDocument(name);
  onTheirWay.set(name, fetched);
  // An error is reported to the caller of `fetchRecording`.
  fetched.catch(() => {});
}

/**
 * Fetches a recording that comes with the playground.
 * @param read checks the document and reads it
 * @throws PlaygroundError if the recording is missing or cannot be read
 */
export async function fetchRecording<Recording>(
  name: RecordingName,
  read: (document: unknown, where: string) => Recording,
): Promise<Recording> {
  const file = files[name];
  const fetched = onTheirWay.get(name) ?? fetchDocument(name);
  onTheirWay.delete(name);
  try {
    return read(await fetched, file);
  } catch (cause) {
    if (cause instanceof PlaygroundError) throw cause;
    throw new PlaygroundError(
      {
        what: "The recorded example could not be fetched",
        where: file,
        found: reportOf(cause).what,
        fix: "Reload the page. Everything else works without the recording.",
      },
      { cause },
    );
  }
}

async function fetchDocument(name: RecordingName): Promise<unknown> {
  const response = await fetch(new URL(files[name], document.baseURI));
  if (!response.ok) throw new Error(`status ${response.status}`);
  return JSON.parse(await unpackedText(await response.blob(), files[name]));
}
