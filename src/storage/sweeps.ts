import { parseJson } from "../engine/checkpoint/json.ts";
import { readSweep, type SweepRecord, sweepFile } from "../engine/sweep/record.ts";
import { backend } from "./backend.ts";
import { filesIn, presentFolder, removeFolder, saveFolder } from "./folders.ts";

const ROOT = "sweeps";
const FILE = "sweep.json";
const folderOf = (id: string) => `${ROOT}/${id}`;

/** The sweeps of this browser, each as the file that page and command line share. */
export const sweeps = {
  /** @throws PlaygroundError if there is no room; the sweep stored before then stays */
  save: (id: string, record: SweepRecord): Promise<void> =>
    saveFolder(
      folderOf(id),
      new Map([[FILE, new TextEncoder().encode(JSON.stringify(sweepFile(record)))]]),
      "the sweep",
    ),

  /** Ids of the sweeps, newest first. */
  async list(): Promise<string[]> {
    const { files } = await backend();
    return (await files.list(ROOT)).sort((a, b) => Number(b) - Number(a));
  },

  /** null if there is no such sweep. @throws PlaygroundError if this version cannot read it */
  async load(id: string): Promise<SweepRecord | null> {
    const present = await presentFolder(folderOf(id));
    if (present === null || !(await filesIn(present)).includes(FILE)) return null;
    const bytes = await (await backend()).files.read(`${present}/${FILE}`);
    return bytes && readSweep(parseJson(bytes, "kept sweep"), "kept sweep");
  },

  remove: (id: string): Promise<void> => removeFolder(folderOf(id)),
};
