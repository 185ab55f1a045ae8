import type { LeftOut } from "../data/left-out.ts";
import type { ShapeId } from "../data/shapes/index.ts";
import type { Estimate } from "../statistics/estimate.ts";
import type { Range } from "../statistics/range.ts";
import type { ReliabilityBin } from "../statistics/reliability.ts";
import type { ValueKind } from "./known-value.ts";
import type { Comparison, JudgedTrajectory } from "./trajectory.ts";

export type MetricGroup = "pairs" | "rewardbench" | "process" | "mistakes" | "values" | "mechanism";

/** A column of the table. */
export interface Metric {
  /** Stable, as in "pairs/accuracy". */
  id: string;
  name: string;
  group: MetricGroup;
  /** Which way is good; null where neither is. */
  better: "higher" | "lower" | null;
  /** A share is shown in percent. */
  unit: "share" | "number";
  /** Where its values lie, and with them its intervals; null where they have no bounds. */
  range: Range | null;
  /** What is measured, in a sentence. */
  about: string;
  /** What `Cell.worst` counts in: `Evaluation.comparisons` or `.trajectories`. */
  records: "comparison" | "trajectory";
}

/** A row of the table: a reward model, the truth, or something dull to beat. */
export interface Judge {
  id: string;
  name: string;
  kind: "model" | "truth" | "baseline";
}

export type Cell =
  | {
      estimate: Estimate;
      /** Indices of the records the figure is made of, those that count most against the judge first. */
      worst: readonly number[];
    }
  /** Why there is no figure, for a person. */
  | { missing: string };

/** Pairs whose chosen response is longer than the rejected by [from, to] tokens. */
export interface LengthBin {
  from: number;
  to: number;
  accuracy: Estimate;
}

/** The end of a prompt or of a step whose value is known, beside its reward. */
export interface ValuePoint {
  /** Index of the trajectory. */
  trajectory: number;
  /** Index of the prefix's last response token; −1 is the end of the prompt. */
  position: number;
  /** V*, or V̂ where it was measured. */
  value: number;
  reward: number;
  /** Whether no step up to here is wrong; null where nobody knows. */
  right: boolean | null;
}

/** What the plots of one judge are drawn from. Null where the data have nothing for it. */
export interface JudgeFigures {
  pairs: {
    /** The comparisons of one chosen with one rejected response; the lists below have one entry each. */
    comparisons: readonly number[];
    /** Outcome rewards. */
    chosen: readonly number[];
    rejected: readonly number[];
    /**
     * Of σ(|r^c_n − r^j_m|), the confidence that the response with the higher reward is the better one; null where it
     * would have to be scaled on a validation file and there is none.
     */
    reliability: readonly ReliabilityBin[] | null;
    byLength: readonly LengthBin[];
  } | null;
  process: {
    /** Of the calibrated step-end rewards. */
    reliability: readonly ReliabilityBin[];
    /** First error: the first step whose reward is below it. Chosen on the validation file. */
    threshold: number;
  } | null;
  /** Of reward models only. */
  values: readonly ValuePoint[] | null;
}

/** Models × metrics. */
export interface EvaluationReport {
  data: {
    name: string;
    format: ShapeId;
    /** SHA-256 of its records. */
    hash: string;
    problems: number;
    trajectories: number;
    comparisons: number;
    /** The file that thresholds and calibration come from; null without one. */
    validation: string | null;
    /** How the values of prefixes are known that rewards are held against; null where they are not. */
    values: ValueKind | null;
  };
  /** What a reader of the figures has to know: overlaps, missing subsets, steps that do not parse. */
  warnings: readonly string[];
  /** Records that no figure is made of. */
  leftOut: LeftOut;
  metrics: readonly Metric[];
  judges: readonly Judge[];
  /** By id of the judge, then of the metric. */
  cells: Readonly<Record<string, Readonly<Record<string, Cell>>>>;
  /** By id of the judge. */
  figures: Readonly<Record<string, JudgeFigures>>;
}

/** A finished evaluation: the report and the records it points to. */
export interface Evaluation {
  report: EvaluationReport;
  trajectories: readonly JudgedTrajectory[];
  comparisons: readonly Comparison[];
}
