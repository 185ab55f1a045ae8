import type { LeftOut } from "../data/left-out.ts";
import type { ShapeId } from "../data/shapes/index.ts";
import type { Estimate } from "../statistics/estimate.ts";
import type { Range } from "../statistics/range.ts";
import type { ReliabilityBin } from "../statistics/reliability.ts";
import type { ValueKind } from "./known-value.ts";
import type { JudgedTrajectory, TrajectoryComparison } from "./trajectory.ts";

export type MetricGroup = "pairs" | "rewardbench" | "process" | "mistakes" | "values" | "mechanism";

/** A column of the table of figures. */
export interface Metric {
  /** The metric's stable id, such as "pairs/accuracy". */
  id: string;
  name: string;
  group: MetricGroup;
  /** Whether higher or lower values are better; null if neither is. */
  better: "higher" | "lower" | null;
  /** `share`: the value is shown in percent. */
  unit: "share" | "number";
  /** Bounds of the metric's values and intervals; null if there are none. */
  range: Range | null;
  /** What the metric measures, in a sentence. */
  about: string;
  /** What `Cell.worst` indexes: `Evaluation.comparisons` or `.trajectories`. */
  records: "comparison" | "trajectory";
}

/** A row of the table of figures: a reward model, the known values, or a baseline. */
export interface ReportedJudge {
  id: string;
  name: string;
  kind: "model" | "truth" | "baseline";
}

export type Cell =
  | {
      estimate: Estimate;
      /** Indices of the records behind the figure; those that count most against the judge come first. */
      worst: readonly number[];
    }
  /** Why the figure is missing, for a person. */
  | { missing: string };

/** Pairs whose chosen response is longer than the rejected one by [from, to] tokens. */
export interface LengthBin {
  from: number;
  to: number;
  accuracy: Estimate;
}

/** The end of a prompt or of a step, with its known value and its reward. */
export interface ReportedValue {
  /** Index of the trajectory. */
  trajectory: number;
  /** Index of the prefix's last response token; −1 is the end of the prompt. */
  position: number;
  /** V*, or V̂ if it was measured. */
  value: number;
  reward: number;
  /** Whether no step up to this prefix is wrong; null if that is not known. */
  right: boolean | null;
}

/** Data of one judge's plots. A field is null if the records have no data for the plot. */
export interface JudgeFigures {
  pairs: {
    /**
     * For every pair of one chosen and one rejected response, the index of its comparison; the lists below have the
     * same length.
     */
    comparisons: readonly number[];
    /** Outcome rewards of the pair's responses. */
    chosen: readonly number[];
    rejected: readonly number[];
    /**
     * Reliability of σ(|r^c_n − r^j_m|), the confidence that the response with the higher reward is the better one;
     * null if the rewards need calibration and there is no validation file.
     */
    reliability: readonly ReliabilityBin[] | null;
    byLength: readonly LengthBin[];
  } | null;
  process: {
    /** Reliability of the calibrated step-end rewards. */
    reliability: readonly ReliabilityBin[];
    /** The first step with a reward below the threshold counts as the first error. Chosen on the validation file. */
    threshold: number;
  } | null;
  /** Points of value against reward; only reward models have them. */
  values: readonly ReportedValue[] | null;
}

/** The table of figures, judges × metrics, with its plots. */
export interface EvaluationReport {
  data: {
    name: string;
    format: ShapeId;
    /** SHA-256 of the evaluated records. */
    hash: string;
    problems: number;
    trajectories: number;
    comparisons: number;
    /** The file that thresholds and calibration were fitted on; null if there is none. */
    validation: string | null;
    /** Whether the values that rewards are compared with are exact or measured; null if there are none. */
    values: ValueKind | null;
  };
  /**
   * What a reader of the figures has to know: overlaps with training data, missing subsets, steps that cannot be
   * parsed.
   */
  warnings: readonly string[];
  /** Records that are in no figure. */
  leftOut: LeftOut;
  metrics: readonly Metric[];
  judges: readonly ReportedJudge[];
  /** Cells by judge id, then by metric id. */
  cells: Readonly<Record<string, Readonly<Record<string, Cell>>>>;
  /** Data of the plots by judge id. */
  figures: Readonly<Record<string, JudgeFigures>>;
}

/** A finished evaluation: the report and the records that it refers to. */
export interface Evaluation {
  report: EvaluationReport;
  trajectories: readonly JudgedTrajectory[];
  comparisons: readonly TrajectoryComparison[];
}
