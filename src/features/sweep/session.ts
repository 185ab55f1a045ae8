import type { Backend } from "../../engine/device.ts";
import { type SweepPlan, supervisionOfPlan } from "../../engine/sweep/plan.ts";
import type { SweepRecord } from "../../engine/sweep/record.ts";
import { useDevice } from "../../state/device.ts";
import { embeddedPairs } from "../../state/embedded-pairs.ts";
import { type Crew, createSweep } from "../../state/sweep.ts";
import { createSweepDraft, type SweepCommon } from "../../state/sweep-draft.ts";
import { createSweepViews } from "../../state/sweep-view.ts";
import { sweeps } from "../../storage/sweeps.ts";
import { spawnTrialWorker } from "../../worker/spawn-trial-worker.ts";
import { train } from "../train/session.ts";

/** The page's state outlives the page: a sweep continues while other pages are open. */
export const sweep = createSweep(sweeps);
export const draft = createSweepDraft(embeddedPairs);
export const views = createSweepViews();

// When other fields are varied, or other ranges, places on the axes change their meaning.
sweep.store.subscribe(({ record }, { record: before }) => {
  if (record?.plan === before?.plan) return;
  const vary = (of: SweepRecord | null) => JSON.stringify(of?.plan.vary);
  if (vary(record) !== vary(before)) views.view.setState({ zoom: {}, brushes: {} });
});

/** More workers would wait for one another, and each needs memory. */
const MOST_WORKERS = 8;

/** The largest number of workers: on Wasm each trial takes a core; a GPU has one queue. */
export function workersAtMost(): number {
  return backend() === "webgpu" ? 1 : Math.min(MOST_WORKERS, navigator.hardwareConcurrency);
}

/** Takes data, base, generator, device and the fields that do not vary from the Train page. */
export function takeFromTrain(): void {
  const { settings, source, device } = train.store.getState();
  draft.setState({ settings, source, device });
}

/** Whether all that `takeFromTrain` would take is here. */
export function isAsInTrain(own: SweepCommon, { settings, source, device }: SweepCommon): boolean {
  return own.source === source && own.device === device && JSON.stringify(own.settings) === JSON.stringify(settings);
}

/** The chosen device, or else the one that the header shows. */
function backend(): Backend {
  const { device } = draft.getState();
  return device === "auto" ? (useDevice.getState().backend ?? "wasm") : device;
}

/** Workers for the trials of a sweep, with the page's data, base and generator. */
export function crew(): Crew {
  const { source, settings } = draft.getState();
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
