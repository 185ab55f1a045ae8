import { PlaygroundError } from "../errors.ts";

export function missingFile(name: string, path: string, files: readonly { path: string }[]): PlaygroundError {
  return new PlaygroundError({
    what: "A file of the checkpoint is missing",
    where: name,
    expected: path,
    found: files.map((file) => file.path).join(", ") || "no files",
  });
}
