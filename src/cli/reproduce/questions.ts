import { grouped } from "../../engine/grouped.ts";
import { msg } from "../../i18n/msg.ts";
import { type Candidate, type Finding, findings, inShort, sentences } from "./findings.ts";
import { type PolicyMetricId, policyMetrics, type RewardMetricId, rewardMetrics } from "./metrics.ts";
import { type GridCell, VERIFIER } from "./plan.ts";
import { contenderDifference, type SeedFigures } from "./summary.ts";
import { ICRM, PAPER_VARIANT, PRM, PRM_ICRM, REFERENCE, UNIFORM, variantName } from "./variants.ts";

/** A cell with its reward models' figures, by variant. */
export interface TrainedCell {
  cell: GridCell;
  models: ReadonlyMap<string, readonly SeedFigures<RewardMetricId>[]>;
}

/** Policies tuned with one learning rate to reward models of one condition, by chooser. */
export interface TunedPolicies {
  /** Condition and rate, in words. */
  where: string;
  condition: string;
  learningRate: number;
  policies: ReadonlyMap<string, readonly SeedFigures<PolicyMetricId>[]>;
}

/** A question that the paper raises, with everything that answers it here. */
export interface Answer {
  id: string;
  question: string;
  sentences: string[];
  findings: Finding[];
}

/** The answers; the differences of each answer are corrected together. */
export function answers(cells: readonly TrainedCell[], tuned: readonly TunedPolicies[]): Answer[] {
  const [helps, generation, cost, process] = [
    compare(
      cells,
      [
        [ICRM, REFERENCE],
        [PAPER_VARIANT, REFERENCE],
      ],
      OF_STEPS,
    ),
    compare(cells, WITH_AND_WITHOUT_Q, OF_STEPS),
    compare(
      cells,
      [
        [PAPER_VARIANT, REFERENCE],
        [ICRM, REFERENCE],
      ],
      OF_ANSWERS,
    ),
    compare(
      cells,
      [
        [ICRM, PRM],
        [PRM_ICRM, PRM],
      ],
      [...OF_STEPS, ...OF_ANSWERS],
    ),
  ];
  const consistency = answer("consistency", "Does consistency help, where, and how much?", helps);
  return [
    consistency,
    answer("generation", "Is it the generation probability that helps?", generation),
    answer("cost", "What does it cost?", cost),
    answer("process", "Does it approach process supervision, and add to it?", process),
    answer("policies", "Do better process rewards give better policies?", comparePolicies(tuned)),
    answer("over-optimisation", "What comes of choosing, or pushing, harder?", harder(cells, tuned)),
    { id: "not", question: "When does it not help?", sentences: notHelping(consistency.findings), findings: [] },
  ];
}

const OF_STEPS: readonly RewardMetricId[] = [
  "firstErrorF1",
  "firstErrorF1Out",
  "stepAuroc",
  "largestDrop",
  "valueTokens",
  "valueEnds",
];
const OF_ANSWERS: readonly RewardMetricId[] = ["accuracy", "accuracyOut", "accuracyReversed", "bestOf16"];

type Pairing = readonly [variant: string, instead: string];

const WITH_AND_WITHOUT_Q: readonly Pairing[] = [
  [ICRM, UNIFORM],
  [ICRM, "shuffled"],
  [ICRM, "inverse"],
  ["difference", "difference-uniform"],
];

function answer(id: string, question: string, candidates: readonly Candidate[]): Answer {
  const found = findings(candidates);
  if (found.length === 0) return { id, question, sentences: ["Nothing was computed that answers it."], findings: [] };
  return { id, question, sentences: [inShort(found), ...sentences(found)], findings: found };
}

function compare(
  cells: readonly TrainedCell[],
  pairings: readonly Pairing[],
  ids: readonly RewardMetricId[],
): Candidate[] {
  const metrics = rewardMetrics.filter(({ id }) => ids.includes(id));
  return pairings.flatMap(([variant, instead]) =>
    metrics.flatMap((metric) =>
      cells.flatMap(({ cell, models }): Candidate[] => {
        const difference = contenderDifference(models.get(variant) ?? [], models.get(instead) ?? [], metric);
        const compared = `${variantName(variant)} instead of ${variantName(instead)}`;
        return difference ? [{ compared, metric, where: cellText(cell), difference }] : [];
      }),
    ),
  );
}

/** A cell in words: `with 32 pairs, spurious cue, head alone`. */
export function cellText({ size, cue, tuning }: GridCell): string {
  return `${msg(`with ${size} pairs`)}, ${cue === "clean" ? msg("clean") : msg("spurious cue")}, ${TUNING_NAMES[tuning]}`;
}

export const TUNING_NAMES = { head: msg("head alone"), top: msg("upper layers") } as const;

const GOLD = policyMetrics.filter(({ id }) => id === "goldSampled" || id === "agreement");

function comparePolicies(tuned: readonly TunedPolicies[]): Candidate[] {
  const pairings = [ICRM, PRM, VERIFIER].map((chooser) => [chooser, REFERENCE] as const);
  return pairings.flatMap(([chooser, instead]) =>
    GOLD.flatMap((metric) =>
      tuned.flatMap(({ where, policies }): Candidate[] => {
        const difference = contenderDifference(policies.get(chooser) ?? [], policies.get(instead) ?? [], metric);
        const compared = `pairs chosen by ${variantName(chooser)} instead of ${variantName(instead)}`;
        return difference ? [{ compared, metric, where, difference }] : [];
      }),
    ),
  );
}

/** Comparisons of choosing among more samples, and of larger learning rates. */
function harder(cells: readonly TrainedCell[], tuned: readonly TunedPolicies[]): Candidate[] {
  const chosen = cells.flatMap(({ cell, models }) =>
    [...models].flatMap(([variant, own]): Candidate[] => {
      const four = own.map(({ seed, figures }) => ({ seed, figures: { ...figures, bestOf16: figures.bestOf4 } }));
      const metric = rewardMetrics.find(({ id }) => id === "bestOf16") as (typeof rewardMetrics)[number];
      const difference = contenderDifference(own, four, metric);
      const where = `by ${variantName(variant)} ${cellText(cell)}`;
      const named = { name: "share of right answers", unit: metric.unit };
      return difference ? [{ compared: "best of 16 instead of best of 4", metric: named, where, difference }] : [];
    }),
  );
  const pushed = grouped(tuned, ({ condition }) => condition).flatMap((rates) => {
    const ascending = rates.toSorted((a, b) => a.learningRate - b.learningRate);
    const [gentle, hard] = [ascending[0] as TunedPolicies, ascending.at(-1) as TunedPolicies];
    if (gentle === hard) return [];
    const { condition } = gentle;
    const compared = `rate ${hard.learningRate} instead of ${gentle.learningRate}`;
    return policyMetrics
      .filter(({ id }) => id === "goldSampled" || id === "rewardGain")
      .flatMap((metric) =>
        [...hard.policies].flatMap(([chooser, own]): Candidate[] => {
          const difference = contenderDifference(own, gentle.policies.get(chooser) ?? [], metric);
          const by = `with pairs chosen by ${variantName(chooser)}, of ${condition} pairs`;
          return difference ? [{ compared, metric, where: by, difference }] : [];
        }),
      );
  });
  return [...chosen, ...pushed];
}

/** For each figure, where consistency costs, and where it is not seen to help. */
function notHelping(all: readonly Finding[]): string[] {
  const rest = all.filter(({ verdict }) => verdict !== "helps");
  const list = (some: readonly Finding[]) => some.map(({ where }) => where).join("; ");
  const told = grouped(rest, ({ compared, metric }) => `${compared} ${metric.name}`).flatMap((some) => {
    const [{ compared, metric }] = some as [Finding];
    const about = `${compared}, ${metric.name}`;
    const [costs, unseen] = [
      some.filter(({ verdict }) => verdict === "costs"),
      some.filter(({ verdict }) => verdict === "unseen"),
    ];
    return [
      ...(costs.length > 0 ? [`${about}: it costs ${list(costs)}.`] : []),
      ...(unseen.length > 0 ? [`${about}: it is not seen to help ${list(unseen)}.`] : []),
    ];
  });
  return told.length > 0 ? told : ["It helps wherever it was tried."];
}
