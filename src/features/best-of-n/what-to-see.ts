import type { BestOfNReport } from "../../engine/evaluation/best-of-n/report.ts";
import { listed, t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { percentText } from "../../ui/numbers.ts";

/** One sentence about best-of-N: what choosing gains, and whether the chooser's own reward says so. */
export function whatToSee({ judges, curves, samples }: Pick<BestOfNReport, "judges" | "curves" | "samples">): string {
  const ends = judges.flatMap(({ id, name: english, kind }) => {
    const name = translated(english);
    const [first, last] = [curves[id]?.[0], curves[id]?.at(-1)];
    return first && last ? [{ name, kind, first, last }] : [];
  });
  const share = (value: number) => percentText(value, 0);
  const models = ends.filter(({ kind }) => kind === "model");
  const [alone] = models;
  const [dull] = ends.filter(({ kind }) => kind === "baseline").sort((a, b) => b.last.gold.value - a.last.gold.value);
  const chosen = listed(models.map(({ name, last }) => `${name} ${share(last.gold.value)}`));
  const from = alone
    ? t("one response alone is right in {share} of the problems, ", { share: share(alone.first.gold.value) })
    : "";
  const beside = dull
    ? t(", where choosing without a reward model (“{name}”) reaches {share}", {
        name: dull.name,
        share: share(dull.last.gold.value),
      })
    : "";
  return t(
    "Look at the left curves: {from}the best of {samples} as reward models see it far more often ({chosen}){beside}; on the right stands how the reward of the picks grows beside that.",
    { from, samples, chosen, beside },
  );
}
