import { fixedText, percentText } from "../../../ui/numbers.ts";
import { lessonResults } from "../recordings/lesson-results.ts";

interface ResultProps {
  variant: string;
  cell?: string;
  metric?: string;
}

/** A mean of the results within a sentence, so that text and figure always agree. */
export function Result({ variant, cell = "head-clean-128", metric = "valueTokens" }: ResultProps) {
  const rows = lessonResults.cells.find(({ id }) => id === cell)?.figures[metric];
  const row = rows?.find((candidate) => candidate.variant === variant);
  const isShare = lessonResults.metrics.find(({ id }) => id === metric)?.unit === "share";
  if (!row) throw new Error(`There is no ${metric} of ${variant} in ${cell}.`);
  return isShare ? percentText(row.mean.value) : fixedText(row.mean.value, 2);
}
