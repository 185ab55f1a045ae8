import { PlaygroundError } from "../../engine/errors.ts";
import { rounded } from "../../engine/sweep/pinned.ts";
import type { SweepObjective } from "../../engine/sweep/plan.ts";
import { fallsBehind, type StoppingMark } from "../../engine/sweep/stopping.ts";
import { failedOutcome, failureOf, type TrialMeasurement, type TrialOutcome } from "../../engine/sweep/trial.ts";
import { measurementOf, trialMetrics } from "../../engine/sweep/trial-metrics.ts";
import type { RewardModelConfig } from "../../engine/training/reward-model-config.ts";
import type { StepMetrics } from "../../engine/training/trainer.ts";
import { Gate } from "../gate.ts";
import type { TrainingHost } from "../train/host.ts";
import type { DataShare, TrainingPlan } from "../train/plan.ts";
import type { RunMaterials } from "../train/run-materials.ts";
import { trainRewardModels } from "../train/train.ts";
import { unkept } from "../train/unkept.ts";

/** What trials are trained on. */
export interface TrialMaterials {
  materials: RunMaterials;
  share: DataShare;
}

export interface TrialWatch {
  objective: SweepObjective;
  /** For each trial, the marks that it must not fall behind; an empty list never stops it early. */
  marks: readonly (readonly StoppingMark[])[];
  /** Called after every step of a trial. */
  onStep(trial: number, step: number, measured: TrialMeasurement | null): void;
}

/**
 * Trains trials to their ends, or until they fall behind a mark; several are trained as one population, and then `seconds` of a
 * trial are its share of the whole time.
 * @param configs of one `populationKey`
 * @throws PlaygroundError if no trial can begin; and whatever is not the fault of one trial, such as a lost device
 */
export async function trainTrials(
  { materials, share }: TrialMaterials,
  configs: readonly RewardModelConfig[],
  { objective, marks, onStep }: TrialWatch,
): Promise<TrialOutcome[]> {
  const trials = configs.map(() => ({
    last: null as StepMetrics | null,
    measurements: [] as TrialMeasurement[],
    pinned: null as TrialOutcome["pinned"],
    behind: false,
    outcome: null as TrialOutcome | null,
  }));
  const trialOf = (run: string) => trials[Number(run)] as (typeof trials)[number];
  let started = performance.now();
  const seconds = () => (performance.now() - started) / 1000 / trials.length;

  const keeping = unkept(({ id }) => {
    const trial = trialOf(id);
    return {
      note({ "heldout/accuracy": _, "heldout/margin": __, ...metrics }, found) {
        const step = metrics.step as number;
        const measured = found && measurementOf(step, found);
        trial.last = metrics as StepMetrics;
        if (found) trial.pinned = rounded(found.first);
        if (measured) trial.measurements.push(measured);
        trial.behind = measured !== null && fallsBehind(measured, marks[Number(id)] ?? [], objective);
        onStep(Number(id), step, measured);
      },
      async finish({ run: { step }, stopped }) {
        const { last, measurements, pinned } = trial;
        const status = stopped ? "stopped" : "finished";
        const ended = { status, step, seconds: seconds(), measurements, pinned, error: null } as const;
        try {
          trial.outcome = { ...ended, metrics: trialMetrics(last as StepMetrics, measurements, objective) };
        } catch (error) {
          trial.outcome = failedOutcome(failureOf(error), step, seconds());
        }
      },
      async fail(error, step) {
        trial.outcome = failedOutcome(error, step, seconds());
      },
    };
  });
  await trainRewardModels(materials, planOf(configs, share), {
    ...unwatched(configs),
    keeping,
    endsEarly: (run) => trialOf(run).behind,
    tell({ type }) {
      if (type === "begun") started = performance.now();
    },
  });
  return trials.map(({ outcome }) => outcome as TrialOutcome);
}

/**
 * Milliseconds of one step of all these trials as one population: the fastest of some steps.
 * @throws PlaygroundError if the trials cannot be trained together on this device, or all diverge
 */
export async function timeTrials(
  { materials, share }: TrialMaterials,
  configs: readonly RewardModelConfig[],
  steps: number,
): Promise<number> {
  const [{ batchSize, gradientAccumulationSteps }] = configs as readonly [RewardModelConfig];
  // With exactly as many pairs as a step takes, all steps have the same shape.
  const pairs = Math.min(share.pairs ?? Number.POSITIVE_INFINITY, batchSize * gradientAccumulationSteps);
  const unmeasured = configs.map((config) => ({ ...config, evalSteps: config.steps }));
  const times: number[] = [];
  let since = 0;
  const end = new AbortController();
  let failure: unknown = null;
  const keeping = unkept(() => ({
    note({ step }) {
      if (step === times.length) return;
      times.push(performance.now() - since);
      since = performance.now();
      if (step === steps) end.abort();
    },
    async fail(report) {
      failure = new PlaygroundError(report);
    },
  }));
  await trainRewardModels(materials, planOf(unmeasured, { ...share, pairs }), {
    ...unwatched(configs),
    keeping,
    signal: end.signal,
    tell({ type }) {
      if (type === "begun") since = performance.now();
    },
  });
  if (times.length < steps) throw failure;
  return Math.min(...times);
}

/** Trials as the runs of a training, of which no pair is followed. */
function planOf(configs: readonly RewardModelConfig[], share: DataShare): TrainingPlan {
  const [{ steps }] = configs as readonly [RewardModelConfig];
  const runs = configs.map((config, trial) => ({ id: `${trial}`, name: `trial ${trial}`, config, resume: null }));
  return { ...share, runs, generator: null, recordEvery: steps };
}

/** The host of trials: nobody pauses or stops them. */
function unwatched(configs: readonly RewardModelConfig[]): Pick<TrainingHost, "arrangement" | "gate" | "signal"> {
  const arrangement = configs.length > 1 ? "population" : "in turn";
  return { arrangement, gate: new Gate(), signal: new AbortController().signal };
}
