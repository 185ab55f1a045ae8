import type { AlignmentPoint } from "../../flows/align/plan.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import type { Align } from "../../state/align.ts";
import type { AlignLane } from "../../state/align-lane.ts";
import { useFrameStore } from "../../state/use-frame-store.ts";
import { lights } from "../../ui/lit/lit.ts";
import { signedText } from "../../ui/numbers.ts";
import type { RunStroke } from "../../ui/run-strokes.ts";
import { Swatch } from "../../ui/Swatch.tsx";
import classes from "./AlignPage.module.css";
import { gainsOf } from "./strips/gains.ts";
import { collapseWords } from "./texts.ts";

const NO_POINTS: readonly AlignmentPoint[] = [];

interface LaneStripProps {
  lanes: readonly AlignLane[];
  /** The points of every lane, by its reward model; they change many times a second. */
  curves: Align["curves"];
  strokes: ReadonlyMap<string, RunStroke>;
}

/** Every policy that is being tuned: its stroke, its progress, and whether reward and right answers have diverged. */
export function LaneStrip({ lanes, curves, strokes }: LaneStripProps) {
  const points = useFrameStore(curves);
  if (lanes.length === 0) return null;
  return (
    <ul className={classes.lanes} aria-label={t("Policies of this alignment")} data-testid="lanes">
      {lanes.map(({ reward, pairs, collapse, error }) => {
        const own = points[reward.id] ?? NO_POINTS;
        const gains = gainsOf(own);
        const stroke = strokes.get(reward.id);
        return (
          <li key={reward.id} data-lane={reward.id} {...lights(reward.id)}>
            {stroke && <Swatch stroke={stroke} />} <b>{translated(reward.name)}</b>
            {pairs && ` · ${t("{pairs} pairs", { pairs: pairs.report.pairs })}`}
            {pairs &&
              own.length > 0 &&
              ` · ${t("step {step} / {planned}", { step: own.at(-1)?.step ?? 0, planned: pairs.steps })}`}
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
