import { createStore, type StoreApi } from "zustand/vanilla";
import { type ProblemReport, reportOf } from "../engine/errors.ts";
import { t } from "../i18n/i18n.ts";
import { translated } from "../i18n/translated.ts";
import type { RequestOf, ResultOf } from "../worker/calls.ts";
import { isAbort } from "../worker/client.ts";
import type { MeasurementProgress } from "../worker/evaluation-records.ts";
import type { ModelEntry } from "../worker/records.ts";
import type { Engine } from "./engine.ts";

export type MeasurementKind = "evaluate" | "bestOfN";

/** A finished measurement with its request. */
export interface Measured<K extends MeasurementKind> {
  request: RequestOf<K>;
  /** The reward models that judged, under their names at that time. */
  models: readonly ModelEntry[];
  value: ResultOf<K>;
}

export interface MeasurementState<K extends MeasurementKind> {
  /** `cancelled`: the engine keeps its partial results, and the same measurement continues from them. */
  status: "idle" | "running" | "stopping" | "cancelled";
  progress: MeasurementProgress | null;
  /** The last finished measurement; it stays visible during the next one. */
  measured: Measured<K> | null;
  /** Whether the shown result comes with the playground and was not measured here. */
  recorded: boolean;
  error: ProblemReport | null;
  /** Text for screen readers. */
  announcement: string;
}

/** A longer piece of the engine's work that ends in figures. */
export interface Measurement<K extends MeasurementKind> {
  store: StoreApi<MeasurementState<K>>;
  start(request: RequestOf<K>, models: readonly ModelEntry[]): Promise<void>;
  cancel(): void;
  /** Shows a measurement that comes with the playground, where none has been made yet. */
  showRecording(measured: Measured<K>): void;
  /** Returns to the state before the first measurement. */
  clear(): void;
}

/** @param title the beginning of texts for screen readers: "The evaluation" */
export function createMeasurement<K extends MeasurementKind>(
  { client, ready }: Pick<Engine, "client" | "ready">,
  title: string,
): Measurement<K> {
  const store = createStore<MeasurementState<K>>(() => ({
    status: "idle",
    progress: null,
    measured: null,
    recorded: false,
    error: null,
    announcement: "",
  }));
  let stopper: AbortController | null = null;

  return {
    store,

    async start(request, models) {
      if (stopper) return;
      const own = new AbortController();
      stopper = own;
      store.setState({
        status: "running",
        progress: null,
        error: null,
        announcement: t("{title} starts.", { title: translated(title) }),
      });
      try {
        await ready();
        const value = await client.request<K>(request, {
          signal: own.signal,
          onEvent: (event) => store.setState({ progress: event as MeasurementProgress }),
        });
        const measured = { request, models, value };
        store.setState({
          status: "idle",
          progress: null,
          measured,
          recorded: false,
          announcement: t("{title} is finished.", { title: translated(title) }),
        });
      } catch (error) {
        if (isAbort(error))
          store.setState({
            status: "cancelled",
            announcement: t("{title} was cancelled.", { title: translated(title) }),
          });
        else store.setState({ status: "idle", progress: null, error: reportOf(error) });
      } finally {
        stopper = null;
      }
    },

    cancel() {
      if (!stopper) return;
      store.setState({ status: "stopping" });
      stopper.abort();
    },

    showRecording({ request, models, value }) {
      if (store.getState().measured) return;
      store.setState({
        measured: { request, models, value },
        recorded: true,
        announcement: t("{title}: a recorded one is shown.", { title: translated(title) }),
      });
    },

    clear: () => store.setState({ measured: null, recorded: false, announcement: t("Nothing is shown.") }),
  };
}
