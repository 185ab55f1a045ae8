import type { LeftOut } from "../../data/left-out.ts";
import type { Estimate } from "../../statistics/estimate.ts";
import type { Mistake } from "../../world/index.ts";
import type { ReportedJudge } from "../report.ts";

/** One of the M responses to a problem, with the verifier's verdict. */
export interface DrawnSample {
  ids: readonly number[];
  text: string;
  /** The answer that the response states; null if it states none. */
  answer: number | null;
  correct: boolean;
  /** The mistake that the verifier finds; null if the response is right. */
  mistake: Mistake | null;
  /** Mean log q of the response's tokens. */
  logProbability: number;
}

/** A sample with its outcome reward r_n by reward model id. */
export interface JudgedSample extends DrawnSample {
  rewards: Readonly<Record<string, number>>;
}

export interface SampledProblem<Sample extends DrawnSample = DrawnSample> {
  problem: string;
  prompt: string;
  promptIds: readonly number[];
  answer: number;
  samples: readonly Sample[];
}

export interface BestOfNPoint {
  n: number;
  /** KL divergence from the policy in nats, log n − (n − 1)/n: how far choosing among n moves the policy. */
  kl: number;
  /** Share of right answers. */
  gold: Estimate;
  /** Mean reward that the judge gives the response it chose; null for judges that are no reward models. */
  proxy: Estimate | null;
}

/**
 * What choosing one of N responses gains, for each judge: reward models, baselines, a random pick, majority vote,
 * pass@N.
 */
export interface BestOfNReport {
  policy: string;
  temperature: number;
  seed: number;
  /** Responses per problem (M); every figure is an unbiased estimate from all of them. */
  samples: number;
  problems: number;
  judges: readonly ReportedJudge[];
  /** Curves by judge id, ascending in n. */
  curves: Readonly<Record<string, readonly BestOfNPoint[]>>;
  /** The kinds of mistakes that occur among the samples. */
  mistakes: readonly Mistake[];
  /**
   * By judge id and in the order of `mistakes`: the share of problems in which the judge's pick among all M makes the
   * mistake.
   */
  picked: Readonly<Record<string, readonly Estimate[]>>;
  warnings: readonly string[];
  /** Records of the training data that could not be read, and problems of whose samples a reward model could not read one. */
  leftOut: LeftOut;
}

/** A finished measurement: the report and the samples it was computed from. */
export interface BestOfN {
  report: BestOfNReport;
  problems: readonly SampledProblem<JudgedSample>[];
}
