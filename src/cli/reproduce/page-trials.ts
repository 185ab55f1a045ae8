import { grouped } from "../../engine/grouped.ts";
import { conditionOf } from "./conditions.ts";
import { formatted } from "./plot.ts";
import { TUNING_NAMES } from "./questions.ts";
import type { Tried } from "./rates.ts";
import type { CellResults } from "./reproduce.ts";
import { variantName } from "./variants.ts";

/** A table of the learning rates that were tried for each variant, with their results; empty if none were tried. */
export function triedRatesTable(trials: readonly Tried[], cells: readonly CellResults[]): string {
  if (trials.length === 0) return "";
  const contenders = grouped(trials, ({ tuning, condition, variant }) => `${tuning} ${condition} ${variant}`);
  const rows = contenders.map((own) => {
    const [{ tuning, condition, variant }] = own as [Tried];
    const chosen = chosenRate(own[0] as Tried, cells);
    const tried = own.map(({ learningRate, validation }) => {
      const text = `${learningRate}: ${formatted(validation.accuracy, "share")}, ${validation.loss.toFixed(3)}`;
      return learningRate === chosen ? `**${text}**` : text;
    });
    return `| ${TUNING_NAMES[tuning]}, ${condition} | ${variantName(variant)} | ${tried.join("; ")} |`;
  });
  return `Learning rates tried, with share right and loss on validation pairs; that with the largest share was taken, of equals
that with the lowest loss:

| | | |
|---|---|---|
${rows.join("\n")}
`;
}

function chosenRate({ tuning, condition, variant }: Tried, cells: readonly CellResults[]): number | undefined {
  const own = cells.find(({ cell }) => cell.tuning === tuning && conditionOf(cell.cue).id === condition);
  return own?.models.find((model) => model.variant === variant)?.learningRate;
}
