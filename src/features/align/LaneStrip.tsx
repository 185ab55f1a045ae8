import { useStore } from "zustand";
import type { AlignmentPoint } from "../../flows/align/plan.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { useFrameStore } from "../../state/use-frame-store.ts";
import { signedText } from "../../ui/numbers.ts";
import { Swatch } from "../../ui/Swatch.tsx";
import classes from "./AlignPage.module.css";
import { align } from "./session.ts";
import { gainsOf } from "./strips/gains.ts";
import { collapseWords } from "./texts.ts";
import { useShownRewards, useStrokes } from "./use-strokes.ts";

const NO_POINTS: readonly AlignmentPoint[] = [];

/** Every policy that is being tuned: its stroke, its progress, and whether reward and right answers have diverged. */
export function LaneStrip() {
  const lanes = useStore(align.store, (state) => state.lanes);
  const curves = useFrameStore(align.curves);
  const strokes = useStrokes(useShownRewards(null));
  if (lanes.length === 0) return null;
  return (
    <ul className={classes.lanes} aria-label={t("Policies of this alignment")} data-testid="lanes">
      {lanes.map(({ reward, pairs, collapse, error }) => {
        const points = curves[reward.id] ?? NO_POINTS;
        const gains = gainsOf(points);
        const stroke = strokes.get(reward.id);
        return (
          <li key={reward.id} data-lane={reward.id}>
            {stroke && <Swatch stroke={stroke} />} <b>{translated(reward.name)}</b>
            {pairs && ` · ${t("{pairs} pairs", { pairs: pairs.report.pairs })}`}
            {pairs &&
              points.length > 0 &&
              ` · ${t("step {step} / {planned}", { step: points.at(-1)?.step ?? 0, planned: pairs.steps })}`}
            {gains &&
              ` · ${t(
                gains.parted ? "reward {reward}, gold {gold} points: parted" : "reward {reward}, gold {gold} points",
                {
                  reward: signedText(gains.reward),
                  gold: signedText(100 * gains.gold),
                },
              )}`}
            {collapse.length > 0 && (
              <span className={classes.collapsed}>· {t("collapsed: {found}", { found: collapseWords(collapse) })}</span>
            )}
            {error && ` · ${t("✗ halted")}`}
          </li>
        );
      })}
    </ul>
  );
}
