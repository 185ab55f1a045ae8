import { PlaygroundError } from "../engine/errors.ts";
import { backend, type StorageKind } from "./backend.ts";
import { bytesText } from "./bytes.ts";

export interface StorageEstimate {
  kind: StorageKind;
  /** Bytes that this site uses, and bytes that it may use; null if the browser does not say. */
  usage: number | null;
  quota: number | null;
  /** Bytes of all runs' snapshots and checkpoints, which deleting the runs would free. */
  runs: number;
}

/** How much storage there is, and how much of it runs use. */
export async function storageEstimate(): Promise<StorageEstimate> {
  const { kind, files } = await backend();
  return { kind, ...(await siteUsage()), runs: await files.size("runs") };
}

async function siteUsage(): Promise<Pick<StorageEstimate, "usage" | "quota">> {
  const { usage = null, quota = null } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  return { usage, quota };
}

let persistence: Promise<unknown> | undefined;

/**
 * Asks the browser not to clear this site's storage when the disk fills up. Some browsers ask the person, so call this
 * when there is something to lose; the browser is asked at most once per visit. Only pages can ask. If the answer is
 * no, everything still works.
 */
export async function askToPersist(): Promise<void> {
  persistence ??= navigator.storage?.persist?.().catch(() => {});
  await persistence;
}

/**
 * Checks for room; call this before writing anything that could not be made again.
 * @param purpose what is saved: "the snapshot of …"
 * @throws PlaygroundError saying how much is needed, how much there is, and what can be freed
 */
export async function requireDiskSpace(bytes: number, purpose: string): Promise<void> {
  const { kind, files } = await backend();
  const { usage, quota } = await siteUsage();
  if (kind === "memory" || usage === null || quota === null || bytes <= quota - usage) return;
  throw storageFull(purpose, bytes, quota - usage, await files.size("runs"));
}

/** Writes, and turns the error of a full disk into an explained one. */
export async function writing<T>(bytes: number, purpose: string, write: () => Promise<T>): Promise<T> {
  await requireDiskSpace(bytes, purpose);
  try {
    return await write();
  } catch (error) {
    if (!isQuota(error)) throw error;
    const { usage, quota, runs } = await storageEstimate();
    throw storageFull(purpose, bytes, Math.max(0, (quota ?? 0) - (usage ?? 0)), runs, error);
  }
}

function storageFull(purpose: string, bytes: number, free: number, runs: number, cause?: unknown): PlaygroundError {
  const freeable = runs > 0 ? ` Snapshots and checkpoints of runs take up ${bytesText(runs)}.` : "";
  return new PlaygroundError(
    {
      what: `There is no room to save ${purpose}. Nothing has been lost`,
      where: "storage of this browser",
      expected: `${bytesText(bytes)} free`,
      found: `${bytesText(free)} free`,
      fix: `Delete models on the Models page, export and delete runs on the Runs page, or free space on the disk.${freeable}`,
    },
    { cause },
  );
}

/** Whether an error means a full disk; Dexie wraps the browser's error. */
function isQuota(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner = (error as { inner?: unknown }).inner;
  return error.name === "QuotaExceededError" || (inner instanceof Error && inner.name === "QuotaExceededError");
}
