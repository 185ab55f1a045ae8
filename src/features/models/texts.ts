import type { ModelOrigin } from "../../storage/records.ts";

const COMMIT_SHOWN = 8;

/** The origin of a checkpoint, for a person. */
export function originText(origin: ModelOrigin): string {
  if (origin.kind === "folder") return `${origin.name}, a local folder`;
  return `${origin.repository} at ${origin.revision.slice(0, COMMIT_SHOWN)}`;
}
