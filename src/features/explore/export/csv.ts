import { type CsvCell, csvText } from "../../../engine/csv.ts";
import { consistencyEdges } from "../../../engine/evaluation/edges.ts";
import { estimatedValue, valueEdges } from "../../../engine/evaluation/value-edges.ts";
import { sigmoid } from "../../../engine/statistics/logistic.ts";
import { wilsonInterval } from "../../../engine/statistics/wilson.ts";
import type { FigureModel, FigureTrajectory } from "../../../ui/token-figure/model.ts";

/** A measured value with its 95 % interval, and how far it is from the one measured before it beside what the bound allows. */
const VALUE_COLUMNS = ["v_successes", "v_rollouts", "v", "v_low", "v_high", "delta_v", "delta_v_bound"];

/** One row per process: the end of the prompt (index 0), then every response token. Numbers in full precision. */
export function trajectoriesCsv(trajectories: readonly FigureTrajectory[], models: readonly FigureModel[]): string {
  const perModel = models.flatMap(({ id }) => [`r_${id}`, `sigma_r_${id}`, `delta_sigma_r_${id}`]);
  const header = [
    "trajectory",
    "index",
    "token_id",
    "token",
    "q",
    "p",
    "one_minus_q",
    "step",
    "verdict",
    ...perModel,
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
        ...valueCells(trajectory, index),
      ];
    });
  });
  return csvText([header, ...rows]);
}

function stepCells({ steps }: FigureTrajectory, index: number): CsvCell[] {
  const place = steps.findIndex(({ from, to }) => index - 1 >= from && index - 1 < to);
  const step = steps[place];
  return step ? [place + 1, step.status] : ["", ""];
}

function rewardCells({ tokens, rewards }: FigureTrajectory, models: readonly FigureModel[], index: number): CsvCell[] {
  return models.flatMap(({ id }): CsvCell[] => {
    const values = rewards[id] ?? [];
    const value = values[index];
    if (value === undefined) return ["", "", ""];
    const edges = consistencyEdges(
      values,
      tokens.map((token) => token.q),
    );
    return [value, sigmoid(value), edges[index - 1]?.delta ?? ""];
  });
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
