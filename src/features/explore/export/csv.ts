import { type CsvCell, csvText } from "../../../engine/csv.ts";
import { consistencyEdges, stepEdges } from "../../../engine/evaluation/edges.ts";
import { jumpBound } from "../../../engine/evaluation/jump-bound.ts";
import { estimatedValue, valueEdges } from "../../../engine/evaluation/value-edges.ts";
import { sigmoid } from "../../../engine/statistics/logistic.ts";
import { wilsonInterval } from "../../../engine/statistics/wilson.ts";
import type { FigureModel, FigureTrajectory } from "../../../ui/token-figure/model.ts";
import { stepEnds } from "../../../ui/token-figure/step-ends.ts";

/** q\* and V\* of the class of students; empty from the first token on that no student writes. */
const EXACT_COLUMNS = ["q_class", "v_class"];

/** The step of a prefix, whether the prefix ends it, and the bound on a value's move since the last step end. */
const STEP_COLUMNS = ["step", "verdict", "mistake", "step_end", "step_bound"];

/**
 * A measured value with its 95 % interval, its distance from the last measured value, and the bound on that distance.
 */
const VALUE_COLUMNS = ["v_successes", "v_rollouts", "v", "v_low", "v_high", "delta_v", "delta_v_bound"];

/**
 * Trajectories as CSV, one row per prefix: the end of the prompt (index 0), then every response token. Numbers in full
 * precision.
 */
export function trajectoriesCsv(trajectories: readonly FigureTrajectory[], models: readonly FigureModel[]): string {
  const perModel = models.flatMap(({ id }) => [
    `r_${id}`,
    `sigma_r_${id}`,
    `delta_sigma_r_${id}`,
    `step_delta_sigma_r_${id}`,
  ]);
  const header = [
    "trajectory",
    "index",
    "token_id",
    "token",
    "q",
    "p",
    "one_minus_q",
    ...STEP_COLUMNS,
    ...perModel,
    ...EXACT_COLUMNS,
    ...VALUE_COLUMNS,
  ];
  const rows = trajectories.flatMap((trajectory) => {
    const { letter, tokens } = trajectory;
    return Array.from({ length: tokens.length + 1 }, (_, index): CsvCell[] => {
      const token = tokens[index - 1];
      const own: CsvCell[] = token ? [token.id, token.text, token.q, token.p, 1 - token.q] : ["", "", "", "", ""];
      return [
        letter,
        index,
        ...own,
        ...stepCells(trajectory, index),
        ...rewardCells(trajectory, models, index),
        ...exactCells(trajectory, index),
        ...valueCells(trajectory, index),
      ];
    });
  });
  return csvText([header, ...rows]);
}

function stepCells(trajectory: FigureTrajectory, index: number): CsvCell[] {
  const { steps, tokens, mistake } = trajectory;
  const place = steps.findIndex(({ from, to }) => index - 1 >= from && index - 1 < to);
  const step = steps[place];
  const verdict = step ? [place + 1, step.status] : ["", ""];
  const name = step && mistake?.step === place ? mistake.title : "";
  const ends = stepEnds(trajectory);
  const before = ends[ends.indexOf(index) - 1];
  const q = tokens.map((token) => token.q);
  return [...verdict, name, ends.includes(index) ? 1 : 0, before === undefined ? "" : jumpBound(q, before, index)];
}

function rewardCells(trajectory: FigureTrajectory, models: readonly FigureModel[], index: number): CsvCell[] {
  const { tokens, rewards } = trajectory;
  const q = tokens.map((token) => token.q);
  return models.flatMap(({ id }): CsvCell[] => {
    const values = rewards[id] ?? [];
    const value = values[index];
    if (value === undefined || Number.isNaN(value)) return ["", "", "", ""];
    const step = stepEdges(values, q, stepEnds(trajectory)).find(({ to }) => to === index);
    return [
      value,
      sigmoid(value),
      consistencyEdges(values, q).find(({ to }) => to === index)?.delta ?? "",
      step?.delta ?? "",
    ];
  });
}

function exactCells({ exact }: FigureTrajectory, index: number): CsvCell[] {
  if (!exact) return ["", ""];
  return index === 0 ? ["", exact.prompt] : [exact.q[index - 1] ?? "", exact.tokens[index - 1] ?? ""];
}

function valueCells({ tokens, values }: FigureTrajectory, index: number): CsvCell[] {
  const estimate = values.find(({ position }) => position === index - 1);
  if (!estimate) return VALUE_COLUMNS.map(() => "");
  const { successes, rollouts } = estimate;
  const edges = valueEdges(
    values,
    tokens.map((token) => token.q),
  );
  const edge = edges.find(({ to }) => to === estimate);
  const interval = wilsonInterval(successes, rollouts);
  return [successes, rollouts, estimatedValue(estimate), ...interval, edge?.delta ?? "", edge?.bound ?? ""];
}
