import type { StoreApi } from "zustand/vanilla";
import type { Supervision } from "../engine/data/read-records.ts";
import type { DeviceChoice } from "../engine/device.ts";
import { type ProblemReport, reportOf } from "../engine/errors.ts";
import type { EngineClient } from "../worker/client.ts";
import type { DataSource } from "../worker/training-records.ts";
import type { TrainState } from "./train-state.ts";
import { supervisionOfVariants } from "./train-variants.ts";

type FindData = () => Promise<DataSource>;

/** The data and base that Train's worker has open, and the held-out pairs that are followed there. */
export interface TrainData {
  /**
   * Reads base and data on a device, unless they are open already. If the data have to be found first and are not
   * found, the data before stay.
   */
  open(source: DataSource | FindData, device: DeviceChoice): Promise<void>;
  /** Resolves when the data are open as pairs or as steps, or cannot be opened. */
  openAs(needed: Supervision): Promise<void>;
  /** Resolves when nothing is being opened. */
  settled(): Promise<void>;
  pin(places: readonly number[]): Promise<void>;
  /** Tells that the worker is another one, which has nothing open. */
  lost(): void;
}

/**
 * @param modelsFolder absolute address of the models, with a slash at its end @param isTraining whether a training has
 *   the data: they then stay
 */
export function createTrainData(
  store: StoreApi<TrainState>,
  client: Pick<EngineClient, "request">,
  modelsFolder: string,
  isTraining: () => boolean,
): TrainData {
  let opening: Promise<void> | null = null;
  let sought: FindData | null = null;
  // Whether the data that are open, or being opened, are read as pairs or as steps.
  let supervision: Supervision = "pairs";

  /**
   * Reads the data again. Readings run one after another, and of several waiting ones only the last is done, since it
   * covers what all were asked for.
   */
  function reopen(wanted = supervisionOfVariants(store.getState().settings.variants)): Promise<void> {
    supervision = wanted;
    const own: Promise<void> = (opening ?? Promise.resolve()).then(async () => {
      if (opening !== own) return;
      const open = await read();
      if (opening !== own) return;
      store.setState({ opening: false });
      if (!open) opening = null;
    });
    opening = own;
    store.setState({ opening: true, error: null });
    return own;
  }

  /** @returns whether there are data to train on now */
  async function read(): Promise<boolean> {
    const lost = await find();
    const { source: data, device, settings } = store.getState();
    try {
      const request = {
        kind: "openTraining",
        device,
        models: modelsFolder,
        base: settings.base,
        data,
        supervision,
      } as const;
      const opened = await client.request<"openTraining">(request);
      // The pinned pairs of a recording stay visible until the generator has weighed them here.
      store.setState(({ recorded, pinned }) => ({ opened, pinned: recorded ? pinned : [], error: lost }));
      // The generator may take a while to load; nothing else waits for it.
      void pin(store.getState().pins);
      return true;
    } catch (error) {
      store.setState({ error: reportOf(error), opened: null, pinned: [] });
      return false;
    }
  }

  /** Finds the requested data, if any. @returns why they were not found */
  async function find(): Promise<ProblemReport | null> {
    const asked = sought;
    try {
      const source = await asked?.();
      if (source && sought === asked) store.setState({ source });
      return null;
    } catch (error) {
      return reportOf(error);
    } finally {
      if (sought === asked) sought = null;
    }
  }

  async function showPins(places: readonly number[]): Promise<void> {
    const { opened, shownPin, settings } = store.getState();
    const pins = places.filter((place) => place < (opened?.heldOut.length ?? 0));
    store.setState({ pins, shownPin: Math.max(0, Math.min(shownPin, pins.length - 1)) });
    const pinned = await client.request<"pinPairs">({ kind: "pinPairs", places: pins, generator: settings.generator });
    store.setState({ pinned });
  }

  async function pin(places: readonly number[]): Promise<void> {
    const asked = opening;
    await showPins(places).catch((error) => {
      // A worker that was ended meanwhile has already reported its error.
      if (opening === asked) store.setState({ error: reportOf(error) });
    });
  }

  store.subscribe(({ settings, opened, pins }, before) => {
    const rereads = settings.base !== before.settings.base || supervisionOfVariants(settings.variants) !== supervision;
    if (rereads && opening && !isTraining()) {
      void reopen();
      return;
    }
    if (settings.generator === before.settings.generator || !opened || isTraining()) return;
    store.setState({ error: null });
    void pin(pins);
  });

  return {
    async open(next, device) {
      const { source: present, device: on } = store.getState();
      if (isTraining()) return;
      // Data that are open, or being opened, need not be read again.
      if (opening && !sought && present === next && on === device) return opening;
      sought = typeof next === "function" ? next : null;
      store.setState({ device, ...(typeof next !== "function" && { source: next }) });
      await reopen();
    },
    openAs: (needed) => (opening && needed === supervision ? opening : reopen(needed)),
    settled: () => opening ?? Promise.resolve(),
    pin,
    lost() {
      opening = null;
    },
  };
}
