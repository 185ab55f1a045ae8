import type { ProcessPool } from "../processes.ts";
import { type Cue, conditionOf } from "./conditions.ts";
import { logged } from "./logged.ts";
import { type FigureValues, type PolicyMetricId, policyMetrics, valuesOf } from "./metrics.ts";
import { alignmentName, choosers, type Plan, type ReproducedAlignment, type Training, VERIFIER } from "./plan.ts";
import type { TunedPolicyFigures } from "./policy-figures.ts";
import type { TunedPolicies } from "./questions.ts";
import type { RateOf } from "./rates.ts";
import type { Records } from "./records.ts";
import { type BaselineRow, baselineRow, type SummaryRow, summarise } from "./summary.ts";
import { REFERENCE } from "./variants.ts";
import type { Workshop } from "./workshop.ts";

/** Results of policies tuned to reward models. */
export interface AlignmentResults {
  groups: AlignmentGroup[];
  /** The policy that tuning starts from, judged on the same problems. */
  base: BaselineRow<PolicyMetricId>;
}

/** The policies of one condition and one learning rate. */
export interface AlignmentGroup {
  cue: Cue;
  learningRate: number;
  policies: ({ chooser: string; seed: number } & { figures: FigureValues<PolicyMetricId> })[];
  summary: SummaryRow<PolicyMetricId>[];
}

export async function resultsOfAlignments(
  plan: Plan,
  rateOf: RateOf,
  records: Records,
  pool: ProcessPool<Workshop>,
): Promise<{ results: AlignmentResults; tuned: TunedPolicies[] }> {
  const { cues, seeds, learningRates } = plan.alignment;
  // The samples are drawn once for all policies of a seed.
  await Promise.all(seeds.map((seed) => pool.ask("alignmentSamples", seed)));
  const groups = await Promise.all(
    cues.flatMap((cue) =>
      learningRates.map(async (learningRate) => {
        const wanted = alignments(plan, cue, learningRate, rateOf);
        return { cue, learningRate, found: await Promise.all(wanted.map(tunedPolicy)) };
      }),
    ),
  );
  const base = groups[0]?.found[0]?.base as TunedPolicyFigures["base"];
  const grouped = groups.map(({ cue, learningRate, found }) => ({
    cue,
    learningRate,
    found,
    policies: new Map(choosers.map((name) => [name, found.filter(({ chooser }) => chooser === name)])),
  }));
  return {
    results: {
      groups: grouped.map(({ cue, learningRate, found, policies }) => ({
        cue,
        learningRate,
        policies: found.map(({ chooser, seed, figures }) => ({ chooser, seed, figures: valuesOf(figures) })),
        summary: summarise(policyMetrics, policies),
      })),
      base: baselineRow(policyMetrics, "the base, not tuned", base),
    },
    tuned: grouped.map(({ cue, learningRate, policies }) => ({
      where: `with reward models of ${conditionOf(cue).name} pairs, rate ${learningRate}`,
      condition: conditionOf(cue).name,
      learningRate,
      policies,
    })),
  };

  async function tunedPolicy(alignment: ReproducedAlignment): Promise<ReproducedAlignment & TunedPolicyFigures> {
    const name = alignmentName(alignment);
    const found = await records.get(name, () =>
      logged(name, pool.ask("alignmentResult", alignment), ({ figures }) => valuesOf(figures)),
    );
    return { ...alignment, ...found };
  }
}

function alignments({ alignment }: Plan, cue: Cue, learningRate: number, rateOf: RateOf): ReproducedAlignment[] {
  const { seeds, size, tuning } = alignment;
  const rewardOf = (chooser: string, seed: number): Training => {
    // If the verifier chooses the pairs, GRM's model only judges the tuned policy.
    const variant = chooser === VERIFIER ? REFERENCE : chooser;
    return { tuning, condition: conditionOf(cue), variant, size, seed, learningRate: rateOf(tuning, cue, variant) };
  };
  return seeds.flatMap((seed) =>
    choosers.map((chooser) => ({ chooser, cue, reward: rewardOf(chooser, seed), seed, learningRate })),
  );
}
