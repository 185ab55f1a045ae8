import { createStore, type StoreApi } from "zustand/vanilla";
import { allLeftOut, type LeftOut, NOTHING_LEFT_OUT } from "../engine/data/left-out.ts";
import { type ProblemReport, reportOf } from "../engine/errors.ts";
import type { AlignmentStage } from "../flows/align/plan.ts";
import type { StageProgress } from "../flows/stage-reporter.ts";
import { t } from "../i18n/i18n.ts";
import type { Alignment, AlignmentEvent, AlignmentPlan } from "../worker/alignment-records.ts";
import { isAbort } from "../worker/client.ts";
import type { NamedDataFile } from "../worker/evaluation-records.ts";
import type { AlignCurves, AlignLane } from "./align-lane.ts";
import {
  type AlignOffer,
  type AlignSettings,
  alignmentPlan,
  chosenRewards,
  DEFAULT_ALIGN_SETTINGS,
} from "./align-settings.ts";
import type { Engine } from "./engine.ts";
import type { RecordedAlignment } from "./recorded-alignment.ts";

/**
 * `paused` is shown at once, while the worker may still finish its current work; `cancelling` until the worker has
 * stopped.
 */
export type AlignPhase = "idle" | "working" | "paused" | "cancelling" | "ended";

export interface AlignState {
  phase: AlignPhase;
  progress: StageProgress<AlignmentStage> | null;
  /** Workers that train the policies at the same time; 0: they take turns. */
  workers: number;
  lanes: readonly AlignLane[];
  result: Alignment | null;
  /** Whether what is shown comes with the playground, so that no policy was tuned here. */
  recorded: boolean;
  /** The person's file of prompts; null uses the training split. */
  file: NamedDataFile | null;
  /** Records of that file for which nothing was sampled. */
  leftOut: LeftOut;
  error: ProblemReport | null;
  /** A problem that stops nothing. */
  warning: ProblemReport | null;
  /** Text for screen readers. */
  announcement: string;
}

export interface Align {
  settings: StoreApi<AlignSettings>;
  store: StoreApi<AlignState>;
  curves: StoreApi<AlignCurves>;
  /** Samples, chooses pairs, trains and judges; or stops after the pairs. Earlier samples are used again. */
  start(offer: AlignOffer, until: AlignmentPlan["until"]): Promise<void>;
  pause(): void;
  resume(): void;
  /** Ends the training after the current step; what was trained is judged and kept. */
  stop(): void;
  /** Cancels all current work. */
  cancel(): void;
  /** Shows an alignment that comes with the playground, if there was none yet. */
  showRecording(alignment: RecordedAlignment): void;
  /** Removes the shown alignment; settings and policies stay. */
  clear(): void;
  change(settings: Partial<AlignSettings>): void;
}

export function createAlign({ client, ready, restart, store: engine }: Engine): Align {
  const settings = createStore<AlignSettings>(() => DEFAULT_ALIGN_SETTINGS);
  const store = createStore<AlignState>(() => ({
    phase: "idle",
    progress: null,
    workers: 0,
    lanes: [],
    result: null,
    recorded: false,
    file: null,
    leftOut: NOTHING_LEFT_OUT,
    error: null,
    warning: null,
    announcement: "",
  }));
  const curves = createStore<AlignCurves>(() => ({}));
  let stopper: AbortController | null = null;

  const setLane = (id: string, change: Partial<AlignLane>) =>
    store.setState(({ lanes }) => ({
      lanes: lanes.map((lane) => (lane.reward.id === id ? { ...lane, ...change } : lane)),
    }));

  function hear(event: AlignmentEvent): void {
    switch (event.type) {
      case "progress": {
        const { type: _, ...progress } = event;
        store.setState({ progress });
        break;
      }
      case "arranged":
        store.setState({ workers: event.workers });
        break;
      case "leftOut":
        store.setState(({ leftOut }) => ({ leftOut: allLeftOut([leftOut, event.leftOut]) }));
        break;
      case "pairs": {
        const { type: _, reward, ...pairs } = event;
        setLane(reward, { pairs });
        break;
      }
      case "point": {
        const { reward, point, collapse } = event;
        curves.setState((before) => ({ [reward]: [...(before[reward] ?? []), point] }));
        if (point["gold/sampled"] !== undefined) setLane(reward, { collapse });
        break;
      }
      case "kept":
        setLane(event.reward, { kept: event.policy });
        break;
      case "halted":
        setLane(event.reward, { error: event.report });
        store.setState({ announcement: event.report.what });
        break;
      case "warning":
        store.setState({ warning: event.report });
    }
  }

  const control = (action: "pause" | "resume" | "stop") =>
    void client.request<"controlAlignment">({ kind: "controlAlignment", action }).catch(() => {});

  return {
    settings,
    store,
    curves,

    async start(offer, until) {
      if (stopper) return;
      const own = new AbortController();
      stopper = own;
      const { file } = store.getState();
      const asked = settings.getState();
      const lanes = chosenRewards(asked, offer).map(
        (reward): AlignLane => ({ reward, pairs: null, collapse: [], error: null, kept: null }),
      );
      curves.setState({}, true);
      store.setState({
        phase: "working",
        lanes,
        ...{
          progress: null,
          workers: 0,
          result: null,
          recorded: false,
          leftOut: NOTHING_LEFT_OUT,
          error: null,
          warning: null,
        },
        announcement: until === "pairs" ? t("Building pairs.") : t("Alignment starts."),
      });
      try {
        await ready();
        const plan = alignmentPlan(asked, offer, file, until);
        const result = await client.request<"align">({ kind: "align", plan }, { signal: own.signal, onEvent: hear });
        store.setState({
          phase: until === "pairs" ? "idle" : "ended",
          result,
          announcement: until === "pairs" ? t("The pairs are there.") : t("The alignment has ended."),
        });
      } catch (error) {
        const report = reportOf(error);
        store.setState({
          phase: "idle",
          error: isAbort(error) ? null : report,
          announcement: isAbort(error) ? t("Cancelled.") : report.what,
        });
        // After the loss of a device the state of the engine is not known: a new engine reads everything again.
        if (report.where === "engine") void restart(engine.getState().choice).catch(() => {});
      } finally {
        stopper = null;
        store.setState({ progress: null });
      }
    },

    pause() {
      store.setState({ phase: "paused", announcement: t("Paused.") });
      control("pause");
    },

    resume() {
      store.setState({ phase: "working", announcement: t("The alignment goes on.") });
      control("resume");
    },

    stop() {
      store.setState({ phase: "working", announcement: t("Training ends here; what there is will be judged.") });
      control("stop");
    },

    cancel() {
      store.setState({ phase: "cancelling", announcement: t("Cancelling.") });
      stopper?.abort();
    },

    showRecording({ lanes, curves: recorded, result }) {
      if (store.getState().phase !== "idle" || store.getState().lanes.length > 0) return;
      curves.setState(recorded, true);
      store.setState({
        phase: "ended",
        lanes: lanes.map((lane) => ({ ...lane, error: null, kept: null })),
        result,
        recorded: true,
        announcement: t("A recorded alignment is shown."),
      });
    },

    clear() {
      if (stopper) return;
      curves.setState({}, true);
      const announcement = t("No alignment is shown.");
      store.setState({ phase: "idle", lanes: [], result: null, recorded: false, announcement });
    },

    change: (change) => settings.setState(change),
  };
}
