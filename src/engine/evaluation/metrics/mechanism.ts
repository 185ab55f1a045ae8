import { msg } from "../../../i18n/msg.ts";
import { spearman } from "../../statistics/correlation.ts";
import { SHARE, SIGNED } from "../../statistics/range.ts";
import { mean } from "../../statistics/statistic.ts";
import { type ConsistencyEdge, consistencyEdges, exceeds } from "../edges.ts";
import { isExact } from "../known-value.ts";
import type { Metric } from "../report.ts";
import { type KnownValue, type LabelledRecords, type LabelledTrajectory, rewardAt } from "../trajectory.ts";
import { tokenEdges, trueStepEdges, truthQ } from "../true-edges.ts";
import type { ValueEdge } from "../value-edges.ts";
import { type JudgeView, type MeasuredUnits, type Measurements, type Missing, meanLoss } from "./measurement.ts";

const shared = { group: "mechanism", records: "trajectory" } as const;

export const mechanismMetrics: readonly Metric[] = [
  {
    id: "mechanism/token-correlation",
    name: msg("ρ(q, δ) by token"),
    ...shared,
    better: "lower",
    unit: "number",
    range: SIGNED,
    about: msg(
      "Spearman's ρ of a token's generation probability q and how far σ(r) moves by it: a value moves little where q is high.",
    ),
  },
  {
    id: "mechanism/token-broken",
    name: msg("δ > 1 − q by token"),
    ...shared,
    better: "lower",
    unit: "share",
    range: SHARE,
    about: msg("Tokens by which σ(r) moves further than a value can."),
  },
  {
    id: "mechanism/step-correlation",
    name: msg("ρ(q, δ) by step"),
    ...shared,
    better: "lower",
    unit: "number",
    range: SIGNED,
    about: msg(
      "The correlation of q and δ from the end of one step to the end of the next, with q as the product over the tokens between them.",
    ),
  },
  {
    id: "mechanism/step-broken",
    name: msg("δ > 1 − q by step"),
    ...shared,
    better: "lower",
    unit: "share",
    range: SHARE,
    about: msg(
      "Moves from the end of one step to that of the next beyond 1 − q. Of the truth: by the sampling error of V̂ alone, and never where it is exact.",
    ),
  },
  {
    id: "mechanism/step-broken-surely",
    name: msg("… beyond sampling error"),
    ...shared,
    better: "lower",
    unit: "share",
    range: SHARE,
    about: msg(
      "Moves of V̂ whose whole 95 % interval is beyond 1 − q; more than one in twenty would speak against the theory.",
    ),
  },
];

const NO_PROBABILITIES: Missing = { missing: msg("This figure needs the generation probabilities of the responses.") };
const NO_VALUES: Missing = { missing: msg("This figure needs generation probabilities and values of the responses.") };
const EXACT: Missing = { missing: msg("Exact values have no sampling error.") };
const TRUTH_ONLY: Missing = { missing: msg("A reward has no sampling error.") };
const STEPS_ONLY: Missing = { missing: msg("Values were measured at some prefixes only, not after every token.") };

/** An edge of a trajectory: from one prefix to a later one. */
interface Move {
  trajectory: number;
  /** Probability of generating the tokens in between. */
  q: number;
  delta: number;
  bound: number;
  broken: boolean;
}

export function measureMechanism({ records: { trajectories, rewards } }: JudgeView): Measurements {
  const byToken = trajectories.flatMap(({ q }, trajectory) => {
    const { prompt = Number.NaN, tokens = [] } = rewards[trajectory] ?? {};
    return consistencyEdges([prompt, ...tokens], q ?? []).map(
      (edge): Move => ({ trajectory, q: 1 - edge.bound, ...edge }),
    );
  });
  const ofGenerator = (each: LabelledTrajectory) => trueStepEdges(each, each.q);
  const byStep = movesOf(trajectories, ofGenerator, ({ from, to, bound }, trajectory) => {
    const ends = [from, to].map(({ position }) => rewardAt(rewards[trajectory], position));
    return consistencyEdges(ends, [1 - bound])[0] as ConsistencyEdge;
  });
  return {
    "mechanism/token-correlation": correlation(byToken, NO_PROBABILITIES),
    "mechanism/token-broken": brokenShare(byToken, NO_PROBABILITIES),
    "mechanism/step-correlation": correlation(byStep, NO_VALUES),
    "mechanism/step-broken": brokenShare(byStep, NO_VALUES),
    "mechanism/step-broken-surely": TRUTH_ONLY,
  };
}

/**
 * The metrics of the mechanism for the values themselves: exact values with the class's probabilities, measured ones
 * with the generator's.
 */
export function measureTrueMechanism({ trajectories }: LabelledRecords): Measurements {
  const [atTokens, atSteps] = [tokenEdges, trueStepEdges].map(
    (edges) => (each: LabelledTrajectory) => edges(each, truthQ(each)),
  ) as [EdgesOf, EdgesOf];
  const moved = ({ delta, bound }: ValueEdge<KnownValue>) => ({ delta, bound, broken: exceeds(delta, bound) });
  const byToken = movesOf(trajectories, atTokens, moved);
  const byStep = movesOf(trajectories, atSteps, moved);
  const measured = trajectories.some(({ values }) => values.some((known) => !isExact(known)));
  return {
    "mechanism/token-correlation": correlation(byToken, STEPS_ONLY),
    "mechanism/token-broken": brokenShare(byToken, STEPS_ONLY),
    "mechanism/step-correlation": correlation(byStep, NO_VALUES),
    "mechanism/step-broken": brokenShare(byStep, NO_VALUES),
    "mechanism/step-broken-surely": measured
      ? brokenShare(
          movesOf(trajectories, atSteps, (edge) => edge),
          NO_VALUES,
        )
      : EXACT,
  };
}

type EdgesOf = (trajectory: LabelledTrajectory) => ValueEdge<KnownValue>[];

/** The moves along the given edges of every trajectory. */
function movesOf(
  trajectories: readonly LabelledTrajectory[],
  edgesOf: EdgesOf,
  edgeOf: (edge: ValueEdge<KnownValue>, trajectory: number) => ConsistencyEdge,
): Move[] {
  return trajectories.flatMap((each, trajectory) =>
    edgesOf(each).map((edge): Move => {
      const { delta, bound, broken } = edgeOf(edge, trajectory);
      return { trajectory, q: 1 - bound, delta, bound, broken };
    }),
  );
}

function correlation(moves: readonly Move[], reason: Missing): MeasuredUnits | Missing {
  if (moves.length === 0) return reason;
  const statistic = spearman(
    moves.map(({ q }) => q),
    moves.map(({ delta }) => delta),
  );
  return { statistic, ...recordsOf(moves) };
}

function brokenShare(moves: readonly Move[], reason: Missing): MeasuredUnits | Missing {
  if (moves.length === 0) return reason;
  return { statistic: mean(moves.map(({ broken }) => Number(broken))), ...recordsOf(moves) };
}

/** The trajectories of the moves, with the mean excess over the bound as loss. */
function recordsOf(moves: readonly Move[]): Pick<MeasuredUnits, "units" | "loss"> {
  const units = moves.map(({ trajectory }) => trajectory);
  const excess = moves.map(({ delta, bound }) => Math.max(0, delta - bound));
  return { units, loss: meanLoss(units, excess) };
}
