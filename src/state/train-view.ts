import { createStore, type StoreApi } from "zustand/vanilla";

/** The step of a training that the page shows. */
export interface TrainView {
  /** null shows the newest step. */
  step: number | null;
  playing: boolean;
}

/**
 * A view in a store of its own: it changes with every move of the scrubber, and only what shows a step should follow.
 */
export function createTrainView(): StoreApi<TrainView> {
  return createStore<TrainView>(() => ({ step: null, playing: false }));
}

/** The step that is shown; infinity for the newest. */
export function shownStep({ step }: TrainView): number {
  return step ?? Number.POSITIVE_INFINITY;
}

/** Duration of playing a whole training. */
const PLAY_MS = 8000;
const FRAME_MS = 50;

/** Plays the recorded steps from the shown one on (from the first if the last is shown), then shows the newest step. */
export function play(view: StoreApi<TrainView>, steps: readonly number[]): void {
  const from = view.getState().step;
  const at =
    from === null
      ? 0
      : Math.max(
          0,
          steps.findIndex((step) => step >= from),
        );
  const started = performance.now() - (at / Math.max(1, steps.length)) * PLAY_MS;
  view.setState({ playing: true, step: steps[at] ?? 0 });
  const timer = setInterval(() => {
    if (!view.getState().playing) return clearInterval(timer);
    const place = Math.floor(((performance.now() - started) / PLAY_MS) * steps.length);
    const step = steps[place];
    if (step !== undefined) return view.setState({ step });
    clearInterval(timer);
    view.setState({ step: null, playing: false });
  }, FRAME_MS);
}
