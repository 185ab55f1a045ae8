import { useStore } from "zustand";
import { bytesText } from "../../storage/bytes.ts";
import { runs } from "./session.ts";

/** How much room runs take up, and how much is left. */
export function StorageLine() {
  const room = useStore(runs.store, (state) => state.room);
  if (!room || room.kind === "memory") return null;
  const { runs: taken, usage, quota } = room;
  const free = usage === null || quota === null ? "" : `; ${bytesText(quota - usage)} free`;
  return (
    <span title="In this browser's storage for this site">
      Runs take up {bytesText(taken)}
      {free}
    </span>
  );
}
