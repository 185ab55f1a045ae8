import { PlaygroundError, reportOf } from "../engine/errors.ts";

/** Recorded results of real runs, with which pages open; `npm run recordings` makes them. */
export type RecordingName = "explore" | "training";

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
  const file = fileOf(name);
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
        fix: "Reload the page. All else works without it.",
      },
      { cause },
    );
  }
}

const fileOf = (name: RecordingName) => `recordings/${name}.json`;

async function fetchDocument(name: RecordingName): Promise<unknown> {
  const response = await fetch(new URL(fileOf(name), document.baseURI));
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}
