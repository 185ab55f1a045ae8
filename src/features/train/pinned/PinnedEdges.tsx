import { SegmentedControl } from "@mantine/core";
import { useMemo, useState } from "react";
import { edgeRows } from "../../../engine/training/edge-rows.ts";
import { type RewardModelConfig, usesConsistency } from "../../../engine/training/reward-model-config.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { variantConfig } from "../../../state/train-settings.ts";
import { type VariantId, variantOf } from "../../../state/train-variants.ts";
import { EdgeTable } from "../../../ui/edge-table/EdgeTable.tsx";
import { SIDES, type Side } from "../../../ui/token-figure/sides.ts";
import type { PinnedPair } from "../../../worker/training-records.ts";
import { train } from "../session.ts";
import { useVariantStrokes } from "../use-strokes.ts";
import { sidesWithTokens } from "./figure-rows.ts";
import { pairSelection } from "./PairFigure.tsx";
import classes from "./Pinned.module.css";
import { useFrames } from "./use-frames.ts";

interface PinnedEdgesProps {
  pair: PinnedPair;
  runs: readonly VariantId[];
}

/** Every edge as the consistency term of one run sees it: q, d at both ends, score, and share in the term. */
export function PinnedEdges({ pair, runs }: PinnedEdgesProps) {
  const [chosenRun, setRun] = useState<VariantId | null>(null);
  const [wanted, setSide] = useState<Side>("chosen");
  const sides = sidesWithTokens(pair);
  const side = sides.includes(wanted) ? wanted : "chosen";
  const run = chosenRun && runs.includes(chosenRun) ? chosenRun : (runs.find(hasConsistency) ?? runs[0]);
  const colour = useVariantStrokes(runs).get(run ?? "")?.colour ?? "currentColor";
  const [frame = null] = useFrames(pair.place, run ? [run] : []);
  const rows = useMemo(() => {
    if (!run || !frame) return null;
    const { edgeScore, edgeWeight, method } = plannedConfig(run);
    return edgeRows({ score: edgeScore, weight: edgeWeight }, frame.signal, frame.q, method === "outcome");
  }, [run, frame]);
  if (!run) return null;
  const ignored = !hasConsistency(run);
  return (
    <section aria-label={t("Edges")} className={classes.edges}>
      <div className={classes.edgeHead}>
        <h2>{t("Edges")}</h2>
        <SegmentedControl
          aria-label={t("Run")}
          value={run}
          onChange={(value) => setRun(value as VariantId)}
          data={runs.map((id) => ({ value: id, label: translated(variantOf(id).name) }))}
        />
        {sides.length > 1 && (
          <SegmentedControl
            aria-label={t("Response")}
            value={side}
            onChange={(value) => setSide(value as Side)}
            data={sides.map((value) => ({ value, label: translated(value) }))}
          />
        )}
      </div>
      {ignored && (
        <p className={classes.note}>
          {t("{name} has no consistency term: these edges do nothing to it. Shown is what the term would see.", {
            name: translated(variantOf(run).name),
          })}
        </p>
      )}
      {rows ? (
        <EdgeTable
          rows={rows[side]}
          tokens={pair[side]}
          branchId={SIDES.indexOf(side)}
          selection={pairSelection}
          colour={colour}
          ignored={ignored}
        />
      ) : (
        <p className={classes.note}>{t("The edges are computed from the first recording on.")}</p>
      )}
    </section>
  );
}

function hasConsistency(run: VariantId): boolean {
  return usesConsistency(plannedConfig(run));
}

/** The config that a shown run began with, whatever the form says now. */
function plannedConfig(run: VariantId): RewardModelConfig {
  const { planned, settings } = train.store.getState();
  return variantConfig(run, (planned ?? settings).config);
}
