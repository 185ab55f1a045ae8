import { t } from "../../i18n/i18n.ts";
import type { RunsState } from "../../state/runs.ts";
import { bytesText } from "../../storage/bytes.ts";

/** How much room runs take up, and how much is left. */
export function StorageLine({ room }: Pick<RunsState, "room">) {
  if (!room || room.kind === "memory") return null;
  const { runs: taken, usage, quota } = room;
  const free = usage === null || quota === null ? "" : t("; {free} free", { free: bytesText(quota - usage) });
  return (
    <span title={t("In this browser's storage for this site")}>
      {t("Runs take up {taken}", { taken: bytesText(taken) })}
      {free}
    </span>
  );
}
