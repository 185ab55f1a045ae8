import type { Backend } from "../../engine/device.ts";
import { type SweepPlan, supervisionOfPlan } from "../../engine/sweep/plan.ts";
import type { SweepRecord } from "../../engine/sweep/record.ts";
import { useDevice } from "../../state/device.ts";
import { type Crew, createSweep } from "../../state/sweep.ts";
import { createSweepDraft } from "../../state/sweep-draft.ts";
import { createSweepViews } from "../../state/sweep-view.ts";
import { sweeps } from "../../storage/sweeps.ts";
import { spawnTrialWorker } from "../../worker/spawn-trial-worker.ts";
import { train } from "../train/session.ts";

/** The page's state lives outside of it: a sweep goes on while other pages are looked at. */
export const sweep = createSweep(sweeps);
export const draft = createSweepDraft();
export const views = createSweepViews();

// Places on the axes mean something else once other fields vary, or in another range.
sweep.store.subscribe(({ record }, { record: before }) => {
  if (record?.plan === before?.plan) return;
  const vary = (of: SweepRecord | null) => JSON.stringify(of?.plan.vary);
  if (vary(record) !== vary(before)) views.view.setState({ zoom: {}, brushes: {} });
});

/** More would only wait for one another, and each needs memory of its own. */
const MOST_WORKERS = 8;

/** Wasm takes a core a trial; a GPU has one queue. */
export function workersAtMost(): number {
  return backend() === "webgpu" ? 1 : Math.min(MOST_WORKERS, navigator.hardwareConcurrency);
}

/** What the Train page was told to compute on, else what the header shows. */
function backend(): Backend {
  const { device } = train.store.getState();
  return device === "auto" ? (useDevice.getState().backend ?? "wasm") : device;
}

/** Workers for the trials of a sweep, on the data, the base and the generator of the Train page. */
export function crew(): Crew {
  const { source, settings } = train.store.getState();
  const models = new URL("models/", document.baseURI).href;
  return {
    workers: workersAtMost(),
    spawn: (plan: SweepPlan) =>
      spawnTrialWorker({
        backend: backend(),
        models,
        data: source,
        base: settings.base,
        generator: settings.generator,
        supervision: supervisionOfPlan(plan),
        pairs: plan.pairs,
        heldOut: plan.heldOut,
      }),
  };
}
