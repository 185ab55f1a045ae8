import type { CheckpointSource } from "../engine/checkpoint/source.ts";
import { PlaygroundError } from "../engine/errors.ts";
import { backend } from "./backend.ts";
import { filesIn, presentFolder } from "./folders.ts";

/** What errors say about a model whose files are gone. */
export interface KeptModel {
  /** The name of the checkpoint in errors and on pages. */
  name: string;
  /** The kind of model: "the trained reward model". */
  what: string;
  fix: string;
}

/** A checkpoint written by `saveFolder`, as a source for `loadCheckpoint`. */
export function folderSource(folder: string, { name, what, fix }: KeptModel): CheckpointSource {
  let present: Promise<string | null> | undefined;
  const pathOf = async (file: string) => {
    present ??= presentFolder(folder);
    return `${await present}/${file}`;
  };
  return {
    name,
    async read(path) {
      const bytes = await (await backend()).files.read(await pathOf(path));
      if (bytes) return bytes;
      throw new PlaygroundError({ what: `A file of ${what} is missing`, where: name, expected: path, fix });
    },
    has: async (path) => (await backend()).files.has(await pathOf(path)),
  };
}

/** All files of a folder by name; null if there are none. */
export async function folderFiles(folder: string): Promise<Map<string, Uint8Array> | null> {
  const present = await presentFolder(folder);
  if (present === null) return null;
  const { files } = await backend();
  const contents = new Map<string, Uint8Array>();
  for (const name of await filesIn(present)) {
    contents.set(name, (await files.read(`${present}/${name}`)) ?? new Uint8Array());
  }
  return contents;
}
