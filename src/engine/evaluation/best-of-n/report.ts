import type { LeftOut } from "../../data/left-out.ts";
import type { Estimate } from "../../statistics/estimate.ts";
import type { Mistake } from "../../world/index.ts";
import type { Judge } from "../report.ts";

/** One of the M responses to a prompt, with its verdict. */
export interface DrawnSample {
  ids: readonly number[];
  text: string;
  /** What it says the answer is; null where it gives none. */
  answer: number | null;
  correct: boolean;
  /** The mistake that the verifier finds; null of a right one. */
  mistake: Mistake | null;
  /** Mean log q of its tokens. */
  logProbability: number;
}

/** The same with r_n by reward model id. */
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
  /** log n − (n − 1)/n, in nats: how far choosing among n moves the policy. */
  kl: number;
  /** Share of right answers. */
  gold: Estimate;
  /** Mean reward of the chosen response in the judge's own eyes; null for judges that are no reward models. */
  proxy: Estimate | null;
}

/** What choosing one of N responses gains, by judge: reward models, baselines, a random pick, majority vote, pass@N. */
export interface BestOfNReport {
  policy: string;
  temperature: number;
  seed: number;
  /** M, responses a problem; every figure is an unbiased estimate from all of them. */
  samples: number;
  problems: number;
  judges: readonly Judge[];
  /** By id of the judge, ascending in n. */
  curves: Readonly<Record<string, readonly BestOfNPoint[]>>;
  /** Mistakes that samples make. */
  mistakes: readonly Mistake[];
  /** By id of the judge, in the order of `mistakes`: share of problems whose pick among all M makes it. */
  picked: Readonly<Record<string, readonly Estimate[]>>;
  warnings: readonly string[];
  /** Records of the training data that were not looked at. */
  leftOut: LeftOut;
}

/** A finished measurement: the report and the samples it is made of. */
export interface BestOfN {
  report: BestOfNReport;
  problems: readonly SampledProblem<JudgedSample>[];
}
