import { createStore, type StoreApi } from "zustand/vanilla";
import type { ImportPlan, ImportProgress } from "../engine/data/import.ts";
import type { Inspection } from "../engine/data/inspect.ts";
import { type ProblemReport, reportOf } from "../engine/errors.ts";
import { StagePace } from "../flows/pace.ts";
import { t } from "../i18n/i18n.ts";
import type { DataSetRecord } from "../storage/records.ts";
import { type EngineClient, isAbort } from "../worker/client.ts";
import { type DataInput, originName } from "../worker/data-records.ts";

const AS_DETECTED: ImportPlan = { shape: null, map: null, neutralIsWrong: false, first: null };

export interface DataImportState {
  /** The source of the import; null: nothing has been chosen yet. */
  input: DataInput | null;
  plan: ImportPlan;
  /** The name of the new data set. */
  name: string;
  /**
   * The inspection of the input as the plan reads it; while the input is inspected anew, the previous inspection stays
   * visible.
   */
  inspection: Inspection | null;
  status: "looking" | "ready" | "importing" | "stopping";
  progress: (ImportProgress & { secondsLeft: number | null }) | null;
  error: ProblemReport | null;
  /** Text for screen readers. */
  announcement: string;
}

/** Imports one source at a time into this browser: it is inspected first, and imported when the person confirms. */
export interface DataImport {
  store: StoreApi<DataImportState>;
  /** Inspects another source. */
  take(input: DataInput): Promise<void>;
  /** Inspects the source again, read in another way. */
  change(plan: Partial<ImportPlan>): Promise<void>;
  /** Imports the source. @returns the data set; null if the import was cancelled or failed */
  start(): Promise<DataSetRecord | null>;
  cancel(): void;
  /** Drops the source. */
  leave(): void;
}

const NOTHING: DataImportState = {
  input: null,
  plan: AS_DETECTED,
  name: "",
  inspection: null,
  status: "ready",
  progress: null,
  error: null,
  announcement: "",
};

export function createDataImport(client: Pick<EngineClient, "request">): DataImport {
  const store = createStore<DataImportState>(() => NOTHING);
  /** Number of the last requested inspection; results of earlier ones are ignored. */
  let lastLook = 0;
  let importing: AbortController | null = null;

  async function look(): Promise<void> {
    const { input, plan } = store.getState();
    if (!input) return;
    const own = ++lastLook;
    store.setState({ status: "looking", error: null });
    try {
      const inspection = await client.request<"inspectData">({ kind: "inspectData", input, plan });
      if (lastLook === own) store.setState({ status: "ready", inspection });
    } catch (error) {
      if (lastLook === own) store.setState({ status: "ready", inspection: null, error: reportOf(error) });
    }
  }

  return {
    store,

    async take(input) {
      if (importing) return;
      store.setState({ ...NOTHING, input, name: nameOf(input) });
      await look();
    },

    async change(changes) {
      store.setState(({ plan }) => ({ plan: { ...plan, ...changes } }));
      await look();
    },

    async start() {
      const { input, plan, name } = store.getState();
      if (!input || importing) return null;
      const own = new AbortController();
      importing = own;
      const pace = new StagePace({ compiles: false });
      const onEvent = (progress: ImportProgress) => {
        const work = { stage: "import", done: progress.bytes, of: progress.size };
        store.setState({ progress: { ...progress, secondsLeft: pace.secondsLeft(work, performance.now()) } });
      };
      store.setState({ status: "importing", error: null, announcement: t("Importing {name}.", { name }) });
      try {
        const kept = await client.request<"importData">(
          { kind: "importData", input, plan, name: name.trim() || nameOf(input) },
          { signal: own.signal, onEvent },
        );
        const { read, used, refused } = kept.report;
        store.setState({
          ...NOTHING,
          announcement: t("{read} read, {used} used, {refused} refused.", { read, used, refused }),
        });
        return kept;
      } catch (error) {
        const failed = isAbort(error) ? { announcement: t("The import was cancelled.") } : { error: reportOf(error) };
        store.setState({ status: "ready", progress: null, ...failed });
        return null;
      } finally {
        importing = null;
      }
    },

    cancel() {
      if (!importing) return;
      store.setState({ status: "stopping" });
      importing.abort();
    },

    leave() {
      if (importing) return;
      lastLook += 1;
      store.setState(NOTHING);
    },
  };
}

/** The default name of a data set: its file's name without the ending. */
function nameOf({ origin }: DataInput): string {
  return originName(origin).replace(/(\.(jsonl?|ndjson|parquet|gz|zst))+$/i, "");
}
