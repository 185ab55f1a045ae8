import { createStore, type StoreApi } from "zustand/vanilla";
import type { DeviceChoice, DeviceReport } from "../engine/device.ts";
import { PlaygroundError, type ProblemReport, reportOf } from "../engine/errors.ts";
import { isStored, type StoredPolicy, type StoredRewardModel } from "../storage/stored-model.ts";
import { EngineClient, type WorkerLike } from "../worker/client.ts";
import type { LoadedModels, LoadProgress } from "../worker/records.ts";

export interface EngineState {
  /** The requested device; `device` is the one in use. */
  choice: DeviceChoice;
  phase: "asleep" | "starting" | "loading" | "ready" | "failed";
  device: DeviceReport | null;
  models: LoadedModels | null;
  /** The policy that answers in place of the playground's; null: the playground's policy. */
  policy: StoredPolicy | null;
  progress: LoadProgress | null;
  error: ProblemReport | null;
}

/** The engine for pages: one worker, one backend, and the models it holds. */
export interface Engine {
  client: EngineClient;
  store: StoreApi<EngineState>;
  /**
   * Resolves when the models are loaded; starts the worker if it is not running.
   * @throws PlaygroundError if the engine cannot start
   */
  ready(): Promise<void>;
  /** Starts the engine on a device, again if it runs on another one; errors are put into the state. */
  wake(choice: DeviceChoice): void;
  /** Starts a new worker, on the same or another device. */
  restart(choice: DeviceChoice): Promise<void>;
  /**
   * Chooses which trained reward models of this browser judge beside the playground's; the choice survives restarts.
   * Errors are put into the state.
   */
  chooseStored(models: readonly StoredRewardModel[]): Promise<void>;
  /**
   * Loads those reward models of this browser again that are asked otherwise than when they were chosen, and lets go of those that
   * are there no more.
   * @param now the reward models of this browser
   * @returns whether there were any
   */
  followStored(now: readonly StoredRewardModel[]): Promise<boolean>;
  /**
   * Chooses the policy that answers; the choice survives restarts.
   * @throws PlaygroundError if it cannot be loaded; the policy before then stays
   */
  choosePolicy(policy: StoredPolicy | null): Promise<void>;
  /** Loads the models again; models that load now replace those before. Errors are put into the state. */
  reloadModels(): Promise<void>;
}

/** @param modelsFolder absolute address of the folder with `index.json`, with a slash at its end */
export function createEngine(spawn: () => WorkerLike, modelsFolder: string): Engine {
  const store = createStore<EngineState>(() => ({
    choice: "auto",
    phase: "asleep",
    device: null,
    models: null,
    policy: null,
    progress: null,
    error: null,
  }));
  const client = new EngineClient(spawn, (error) => {
    starting = null;
    store.setState({ phase: "failed", error: error.report });
  });
  let starting: Promise<void> | null = null;
  let stored: readonly StoredRewardModel[] = [];

  async function start(): Promise<void> {
    store.setState({ phase: "starting", error: null });
    try {
      const device = await client.request<"start">({ kind: "start", device: store.getState().choice });
      store.setState({ phase: "loading", device });
      await load();
    } catch (error) {
      starting = null;
      const report = reportOf(error);
      store.setState({ phase: "failed", progress: null, error: report });
      throw new PlaygroundError(report, { cause: error });
    }
  }

  async function load(): Promise<void> {
    const models = await client.request<"loadModels">(
      { kind: "loadModels", folder: modelsFolder },
      { onEvent: (progress) => store.setState({ progress }) },
    );
    // A new worker does not know this browser's models yet. The policy comes first: it decides which reward models can
    // judge.
    const answering = await withPolicy(models);
    store.setState({
      phase: "ready",
      models: stored.length > 0 ? await withStored(answering) : answering,
      progress: null,
    });
  }

  /** The loaded models after the stored ones were loaded; earlier failures are kept. */
  async function withStored({ failures }: LoadedModels): Promise<LoadedModels> {
    const loaded = await client.request<"chooseStored">({ kind: "chooseStored", models: stored });
    const others = failures.filter(({ entry }) => entry.kind === "policy" || !isStored(entry.id));
    return { ...loaded, failures: [...others, ...loaded.failures] };
  }

  /** Loads the policy of this browser that answered before; if it is gone, the playground's policy answers. */
  async function withPolicy(before: LoadedModels): Promise<LoadedModels> {
    const { policy } = store.getState();
    if (!policy) return before;
    try {
      const loaded = await client.request<"choosePolicy">({ kind: "choosePolicy", policy });
      return { ...loaded, failures: before.failures };
    } catch (error) {
      store.setState({ policy: null });
      const entry = { id: policy.id, kind: "policy", method: null, name: policy.name } as const;
      return { ...before, failures: [...before.failures, { entry, report: reportOf(error) }] };
    }
  }

  function ready(): Promise<void> {
    starting ??= start();
    return starting;
  }

  function restart(choice: DeviceChoice): Promise<void> {
    client.restart();
    starting = null;
    store.setState({ choice });
    return ready();
  }

  async function chooseStored(models: readonly StoredRewardModel[]): Promise<void> {
    stored = models;
    try {
      await ready();
      const { models: before } = store.getState();
      if (before) store.setState({ models: await withStored(before) });
    } catch (error) {
      store.setState({ error: reportOf(error) });
    }
  }

  return {
    client,
    store,
    ready,
    restart,
    wake(choice) {
      const same = store.getState().choice === choice;
      void (same ? ready() : restart(choice)).catch(() => {});
    },
    chooseStored,
    async followStored(now) {
      const found = stored.flatMap(({ id }) => now.find((model) => model.id === id) ?? []);
      if (stored.every(({ id, asked }) => found.some((model) => model.id === id && model.asked === asked)))
        return false;
      await chooseStored(found);
      return true;
    },
    async choosePolicy(policy) {
      await ready();
      const loaded = await client.request<"choosePolicy">({ kind: "choosePolicy", policy });
      store.setState(({ models }) => ({ policy, models: { ...loaded, failures: models?.failures ?? [] } }));
    },
    reloadModels: () => load().catch((error) => store.setState({ progress: null, error: reportOf(error) })),
  };
}
