import { PlaygroundError, reportOf } from "../engine/errors.ts";

/** What pages open with: results of real runs, made by `npm run recordings`. */
export type RecordingName = "explore" | "training";

const onTheirWay = new Map<RecordingName, Promise<unknown>>();

/** Begins to fetch a recording for a page whose code is on its way, too. */
export function prefetchRecording(name: RecordingName): void {
  const fetched = fetchDocument(name);
  onTheirWay.set(name, fetched);
  // Whoever asks for it hears of it.
  fetched.catch(() => {});
}

/**
 * Fetches a recording that comes with the playground.
 * @param read holds it against its form
 * @throws PlaygroundError when it is not there or cannot be read
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
