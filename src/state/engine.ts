import { createStore, type StoreApi } from "zustand/vanilla";
import type { DeviceReport } from "../engine/device.ts";
import { PlaygroundError, type ProblemReport, reportOf } from "../engine/errors.ts";
import { isStored, type StoredPolicy, type StoredRewardModel } from "../storage/stored-model.ts";
import { EngineClient, type WorkerLike } from "../worker/client.ts";
import type { LoadedModels, LoadProgress } from "../worker/records.ts";
import type { DeviceChoice } from "../worker/requests.ts";

export interface EngineState {
  /** What was asked for; `device` is what was found. */
  choice: DeviceChoice;
  phase: "asleep" | "starting" | "loading" | "ready" | "failed";
  device: DeviceReport | null;
  models: LoadedModels | null;
  /** What answers in place of the policy of the playground; null: the one that comes with the playground. */
  policy: StoredPolicy | null;
  progress: LoadProgress | null;
  error: ProblemReport | null;
}

/** The engine as pages see it: one worker, one backend, the models it holds. */
export interface Engine {
  client: EngineClient;
  store: StoreApi<EngineState>;
  /**
   * Resolves once the models are loaded, starting the worker when nobody has.
   * @throws PlaygroundError when the engine cannot start
   */
  ready(): Promise<void>;
  /** Starts on a device, anew where it runs on another one; failures end in the state. */
  wake(choice: DeviceChoice): void;
  /** A fresh worker, on the same or another device. */
  restart(choice: DeviceChoice): Promise<void>;
  /**
   * Which trained reward models of this browser judge beside those that come with the playground; kept through restarts.
   * Failures end in the state.
   */
  chooseStored(models: readonly StoredRewardModel[]): Promise<void>;
  /**
   * Which policy answers; kept through restarts.
   * @throws PlaygroundError when it cannot be loaded; the one before goes on answering
   */
  choosePolicy(policy: StoredPolicy | null): Promise<void>;
  /** Loads the models again; those that load now replace what was there. Failures end in the state. */
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
    // A fresh worker knows nothing of this browser's models yet. The policy first: it decides who can judge.
    const answering = await withPolicy(models);
    store.setState({
      phase: "ready",
      models: stored.length > 0 ? await withStored(answering) : answering,
      progress: null,
    });
  }

  /** What is loaded once the stored models are; what failed before has still failed. */
  async function withStored({ failures }: LoadedModels): Promise<LoadedModels> {
    const loaded = await client.request<"chooseStored">({ kind: "chooseStored", models: stored });
    const others = failures.filter(({ entry }) => entry.kind === "policy" || !isStored(entry.id));
    return { ...loaded, failures: [...others, ...loaded.failures] };
  }

  /** With the policy of this browser that answered before; where it is gone, the one that comes with the playground does. */
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

  return {
    client,
    store,
    ready,
    restart,
    wake(choice) {
      const same = store.getState().choice === choice;
      void (same ? ready() : restart(choice)).catch(() => {});
    },
    async chooseStored(models) {
      stored = models;
      try {
        await ready();
        const { models: before } = store.getState();
        if (before) store.setState({ models: await withStored(before) });
      } catch (error) {
        store.setState({ error: reportOf(error) });
      }
    },
    async choosePolicy(policy) {
      await ready();
      const loaded = await client.request<"choosePolicy">({ kind: "choosePolicy", policy });
      store.setState(({ models }) => ({ policy, models: { ...loaded, failures: models?.failures ?? [] } }));
    },
    reloadModels: () => load().catch((error) => store.setState({ progress: null, error: reportOf(error) })),
  };
}
