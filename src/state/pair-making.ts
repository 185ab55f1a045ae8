import { createStore, type StoreApi } from "zustand/vanilla";
import type { PairSettings } from "../engine/data/world-pairs/settings.ts";
import { type ProblemReport, reportOf } from "../engine/errors.ts";
import { t } from "../i18n/i18n.ts";
import type { DataSetRecord } from "../storage/records.ts";
import { type EngineClient, isAbort } from "../worker/client.ts";
import type { WalkProgress } from "../worker/data-records.ts";

export interface PairMakingState {
  status: "idle" | "making" | "stopping";
  progress: WalkProgress | null;
  error: ProblemReport | null;
  /** Text for screen readers. */
  announcement: string;
}

/** Makes pairs of the embedded world and keeps them in this browser; outlives the page. */
export interface PairMaking {
  store: StoreApi<PairMakingState>;
  /** @returns the data set; null if the work was cancelled or failed */
  start(settings: PairSettings, name: string): Promise<DataSetRecord | null>;
  cancel(): void;
}

const IDLE: PairMakingState = { status: "idle", progress: null, error: null, announcement: "" };

/** @param policy address of the policy that writes, if the writer is not the class */
export function createPairMaking(client: Pick<EngineClient, "request">, policy: string): PairMaking {
  const store = createStore<PairMakingState>(() => IDLE);
  let making: AbortController | null = null;
  return {
    store,

    async start(settings, name) {
      if (making) return null;
      const own = new AbortController();
      making = own;
      store.setState({ ...IDLE, status: "making", announcement: t("Making {name}.", { name }) });
      try {
        const kept = await client.request<"makeData">(
          { kind: "makeData", settings, policy, name },
          { signal: own.signal, onEvent: (progress) => store.setState({ progress }) },
        );
        store.setState({
          ...IDLE,
          announcement: t("Made “{name}” with {records} pairs.", { name: kept.name, records: kept.records }),
        });
        return kept;
      } catch (error) {
        const failed = isAbort(error) ? { announcement: t("No pairs were kept.") } : { error: reportOf(error) };
        store.setState({ ...IDLE, ...failed });
        return null;
      } finally {
        making = null;
      }
    },

    cancel() {
      if (!making) return;
      store.setState({ status: "stopping" });
      making.abort();
    },
  };
}
