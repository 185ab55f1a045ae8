import type { StoreApi } from "zustand/vanilla";
import { reportOf } from "../engine/errors.ts";
import { isAbort } from "../worker/client.ts";
import type { ExploreState } from "./explore-state.ts";
import type { Live } from "./live.ts";

/** A piece of the engine's work for Explore. @param superseded whether newer work has begun meanwhile */
export type ExploreTask = (signal: AbortSignal, superseded: () => boolean) => Promise<void>;

interface ExploreWork {
  /** Does one piece of the engine's work at a time: new work cancels the work before. */
  work(status: Exclude<ExploreState["status"], "idle">, task: ExploreTask, asked?: string | null): Promise<void>;
  /** Cancels the present work. */
  stop(): void;
}

/** The engine's work for Explore, and what the page shows of it. @param ready resolves when the engine can work */
export function exploreWork(
  store: StoreApi<ExploreState>,
  live: StoreApi<Live>,
  ready: () => Promise<unknown>,
): ExploreWork {
  let stopper: AbortController | null = null;

  async function work(
    status: Exclude<ExploreState["status"], "idle">,
    task: ExploreTask,
    asked: string | null = null,
  ): Promise<void> {
    stopper?.abort();
    const own = new AbortController();
    stopper = own;
    const superseded = () => stopper !== own;
    store.setState({ status, asked, error: null, notice: null, announcement: "" });
    try {
      await ready();
      if (own.signal.aborted) return;
      await task(own.signal, superseded);
    } catch (error) {
      if (!isAbort(error) && !superseded()) store.setState({ error: reportOf(error) });
    } finally {
      if (!superseded()) {
        stopper = null;
        live.setState({ trajectory: null });
        store.setState({ status: "idle", asked: null });
      }
    }
  }

  return { work, stop: () => stopper?.abort() };
}
