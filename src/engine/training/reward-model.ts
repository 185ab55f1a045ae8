import type { DecoderConfig } from "../checkpoint/config.ts";
import { ADAMW_DEFAULTS } from "./adamw.ts";
import { batchCounts, withMeanProbability } from "./batch-counts.ts";
import { asPart } from "./batch-part.ts";
import { BatchShapes, batchesPerProgram } from "./batch-shapes.ts";
import type { Batch, Objective } from "./objective.ts";
import { outcomeObjective } from "./outcome-objective.ts";
import { padPairs, padPopulation } from "./pair-batch.ts";
import { reorderEdges, shuffledEdges } from "./pair-probabilities.ts";
import { pairBatches } from "./pair-schedule.ts";
import { asPairs, type Example, exampleResponses, pairTokens } from "./pairs.ts";
import type { PopulationOptions, StackedBatch } from "./population-trainer.ts";
import { type PreferenceTerms, preferenceObjective } from "./preference-objective.ts";
import { processObjective } from "./process-objective.ts";
import {
  consistencySettings,
  type RewardModelConfig,
  readsPadding,
  type StackedConfig,
  stackConfigs,
  supervisionOf,
  usesConsistency,
  usesTextGeneration,
} from "./reward-model-config.ts";
import { layoutOf, longestParts, PlainLayout, type RowLayout } from "./row-layout.ts";
import type { Schedule } from "./schedule.ts";
import { outcomeTerms, pairTerms, processTerms, type SignalTerms } from "./signal-terms.ts";
import type { OptimiserSettings } from "./step.ts";
import { padSteps } from "./step-batch.ts";
import { tokenLabels } from "./step-labels.ts";
import { spanOf, type Team } from "./team.ts";
import type { MicroBatch, TrainerOptions } from "./trainer.ts";
import { ALL_LAYERS, type Trunk } from "./trunk.ts";

/** The terms of the total loss that a config switches on. */
function preferenceTerms(config: StackedConfig): PreferenceTerms {
  const { rho, labelSmoothing, centerRewardsCoefficient, weightRatio } = config;
  return {
    bradleyTerry: { labelSmoothing, centerRewardsCoefficient },
    textGeneration: usesTextGeneration(config) ? { weightRatio } : null,
    consistency: usesConsistency(config) ? { ...consistencySettings(config), rho } : null,
  };
}

function rewardModelObjective(config: StackedConfig, decoder: DecoderConfig): Objective {
  const terms = preferenceTerms(config);
  if (supervisionOf(config) === "steps") return processObjective(decoder, terms.consistency);
  return config.method === "outcome"
    ? outcomeObjective(decoder, terms.consistency)
    : preferenceObjective(decoder, terms);
}

/** What decides how the batches of a run look. */
interface Look {
  config: StackedConfig;
  padTokenId: number;
  trunk: Trunk;
  shapes: BatchShapes;
}

/** A batch of examples as a run's decoder and objective read them. @param whole the batch of which they are a part */
function batchOf(
  { config, padTokenId, trunk, shapes }: Look,
  examples: readonly Example[],
  whole: readonly Example[] = examples,
) {
  const layout = rowLayout(config, [examples], [], whole, shapes);
  const batch =
    supervisionOf(config) === "steps"
      ? padSteps(layout, padTokenId, config.afterError)
      : padPairs(asPairs(examples, config.method), padTokenId, layout, whole.length);
  return trunk.feed(batch, layout.spans);
}

/** A worker's part of a batch, with what its loss has to know of the whole. */
async function partOf(look: Look, whole: readonly Example[], team: Team, read: Weigh): Promise<Batch> {
  const { config } = look;
  const part = whole.slice(...spanOf(whole.length, team));
  const uniform = usesConsistency(config) && config.edgeWeight === "uniform";
  const examples = uniform ? withMeanProbability(config, part, await read(whole)) : await read(part);
  const [own, all] = [batchCounts(config, part), batchCounts(config, whole)];
  const shares = { means: own.means / all.means, edges: own.edges / all.edges };
  return asPart(await batchOf(look, examples, whole), shares);
}

/** A batch of examples of every run as the decoder and the objective of a population read them. */
function populationOf(
  { config, padTokenId, trunk, shapes }: Look,
  runs: readonly (readonly Example[])[],
): Promise<Batch> {
  const layout = rowLayout(config, runs, [runs.length], runs.flat(), shapes);
  const pairs = () => runs.map((examples) => asPairs(examples, config.method));
  const batch =
    supervisionOf(config) === "steps"
      ? padSteps(layout, padTokenId, config.afterError)
      : padPopulation(pairs(), padTokenId, layout);
  return trunk.feed(batch, layout.spans);
}

/** Batches that are looked at to choose the shapes of all. */
const LOOKED_AT = 512;

/** The shapes of a run's training batches. @param batchesAt the batches of a step */
function shapesOf(
  { steps, gradientAccumulationSteps }: StackedConfig,
  decoder: DecoderConfig,
  trunk: Trunk,
  batchesAt: (step: number) => readonly (readonly Example[])[],
): BatchShapes {
  const looked: (readonly Example[])[] = [];
  for (let step = 0; step < steps && looked.length < LOOKED_AT; step++) looked.push(...batchesAt(step));
  return shapesOfBatches(looked, steps * gradientAccumulationSteps, decoder, trunk);
}

/**
 * The shapes with which batches cost least. @param count how many batches are computed: as many as these, or more that are like
 * them
 */
export function shapesOfBatches(
  batches: readonly (readonly Example[])[],
  count: number,
  decoder: DecoderConfig,
  trunk: Pick<Trunk, "from">,
): BatchShapes {
  if (!batches.flat().every((example) => "chosen" in example)) return BatchShapes.bucketed;
  const tokens = batches.reduce((sum, batch) => sum + pairTokens(batch), 0) / batches.length;
  const compile = batchesPerProgram(decoder, decoder.layerCount - trunk.from, tokens);
  return BatchShapes.planned(batches.map(longestParts), count, compile);
}

/** The layout of a run's batch. A loss that reads rewards at padding needs each response in a row of its own. */
export function rowLayout(
  config: StackedConfig,
  runs: readonly (readonly Example[])[],
  leading: readonly number[] = [],
  whole: readonly Example[] = runs.flat(),
  shapes = BatchShapes.bucketed,
): RowLayout {
  return readsPadding(config) ? new PlainLayout(runs, leading, whole) : layoutOf(runs, leading, whole, shapes);
}

/** The terms of a config's loss, one by one, for a signal probe. */
export function signalTerms(config: RewardModelConfig, padTokenId: number): SignalTerms {
  const terms = preferenceTerms(config);
  if (supervisionOf(config) === "steps") return processTerms(terms, padTokenId, config.afterError);
  return config.method === "outcome" ? outcomeTerms(terms, padTokenId) : pairTerms(terms, padTokenId);
}

/** @throws PlaygroundError if a run cannot learn from its data */
export function checkExamples(config: StackedConfig, examples: readonly Example[]): void {
  if (supervisionOf(config) === "pairs") asPairs(examples, config.method);
  else for (const response of examples.flatMap(exampleResponses)) tokenLabels(response, config.afterError);
}

/** Gives examples, in their order, the generation probabilities that a run reads, when a batch needs them. */
export type Weigh = (examples: readonly Example[]) => Promise<readonly Example[]>;

/** For data that have their probabilities already, or do not need them. */
const asTheyAre: Weigh = async (examples) => examples;

/** The options of a config's training run on some examples. @param team the workers that its batches are split over */
export function rewardModelOptions(
  config: RewardModelConfig,
  decoder: DecoderConfig,
  data: readonly Example[],
  padTokenId: number,
  trunk: Trunk = ALL_LAYERS,
  weigh: Weigh = asTheyAre,
  team: Team | null = null,
): TrainerOptions {
  const schedule = pairBatches(data, config, (pairs) => pairs);
  const read = asRead(config, data, weigh);
  const shapes = shapesOf(config, decoder, trunk, (step) => schedule(step).map(({ batch }) => batch));
  const look = { config, padTokenId, trunk, shapes };
  return {
    objective: rewardModelObjective(config, decoder),
    optimiser: optimiserOf(config),
    schedule: scheduleOf(config),
    from: trunk.from,
    team,
    async batchesAt(step) {
      const batches: MicroBatch[] = [];
      for (const { batch: whole, tokens } of schedule(step)) {
        const batch = team ? await partOf(look, whole, team, read) : await batchOf(look, await read(whole));
        batches.push({ batch, tokens });
      }
      return batches;
    },
  };
}

/** The options of several runs with one `populationKey`, each on examples of its own, as one population. */
export function rewardPopulationOptions(
  configs: readonly RewardModelConfig[],
  decoder: DecoderConfig,
  materials: readonly { pairs: readonly Example[]; weigh?: Weigh }[],
  padTokenId: number,
  trunk: Trunk,
): PopulationOptions {
  const stacked = stackConfigs(configs);
  const runs = materials.map(({ pairs, weigh = asTheyAre }, run) => {
    const config = configs[run] as RewardModelConfig;
    return { schedule: pairBatches(pairs, config, (batch) => batch), read: asRead(config, pairs, weigh) };
  });
  const stackedAt = (step: number) => {
    const due = runs.map(({ schedule }) => schedule(step));
    return Array.from({ length: stacked.gradientAccumulationSteps }, (_, i) =>
      due.flatMap((own) => own[i]?.batch ?? []),
    );
  };
  const shapes = shapesOf(stacked, decoder, trunk, stackedAt);
  const look = { config: stacked, padTokenId, trunk, shapes };
  return {
    objective: rewardModelObjective(stacked, decoder),
    optimiser: optimiserOf(stacked),
    schedules: configs.map(scheduleOf),
    from: trunk.from,
    async batchesAt(step) {
      const due = runs.map(({ schedule, read }) => ({ batches: schedule(step), read }));
      const batches: StackedBatch[] = [];
      for (let i = 0; i < stacked.gradientAccumulationSteps; i++) {
        const examples: (readonly Example[])[] = [];
        for (const { batches: own, read } of due) examples.push(await read(own[i]?.batch ?? []));
        const batch = await populationOf(look, examples);
        batches.push({ batch, tokens: due.map(({ batches: own }) => own[i]?.tokens ?? 0) });
      }
      return batches;
    },
  };
}

function optimiserOf({ weightDecay, maxGradNorm }: StackedConfig): OptimiserSettings {
  return { ...ADAMW_DEFAULTS, weightDecay, maxGradNorm };
}

function scheduleOf({ steps, learningRate, warmupRatio, minLrRate }: RewardModelConfig): Schedule {
  return { steps, learningRate, warmupRatio, minLrRate };
}

/**
 * Returns how a run gets its examples: with probabilities, which are permuted among the edges if the config says so.
 */
function asRead({ edgeWeight, seed }: RewardModelConfig, data: readonly Example[], weigh: Weigh): Weigh {
  if (edgeWeight !== "shuffled") return weigh;
  const orders = shuffledEdges(data, seed);
  return async (examples) =>
    (await weigh(examples)).map((weighed, i) => reorderEdges(weighed, orders.get(examples[i] as Example) ?? []));
}
