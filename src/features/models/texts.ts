import { t } from "../../i18n/i18n.ts";
import type { ModelOrigin } from "../../storage/records.ts";

const COMMIT_SHOWN = 8;

/** The origin of a checkpoint, for a person. */
export function originText(origin: ModelOrigin): string {
  if (origin.kind === "folder") return t("{name}, a local folder", { name: origin.name });
  return t("{repository} at {value}", { repository: origin.repository, value: origin.revision.slice(0, COMMIT_SHOWN) });
}
