import { useDeferredValue } from "react";
import { useStore } from "zustand";
import { sigmoid } from "../../../engine/statistics/logistic.ts";
import type { TrialPair } from "../../../engine/sweep/pinned.ts";
import { listed, t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { SweepViews } from "../../../state/sweep-view.ts";
import { type ChartCell, ChartTable } from "../../../ui/chart-table/ChartTable.tsx";
import { signedText } from "../../../ui/numbers.ts";
import type { Row } from "../rows.ts";
import classes from "./Pinned.module.css";
import { shownRow } from "./shown-row.ts";

interface PinnedTrajectoryProps {
  pinned: TrialPair;
  rows: readonly Row[];
  /** 1 if the objective is maximised, −1 if it is minimised. */
  sign: 1 | -1;
  views: SweepViews;
}

/**
 * The process rewards of the first held-out pair in the trial under the pointer, or else in the trial with the best
 * objective.
 */
export function PinnedTrajectory({ pinned, rows, sign, views }: PinnedTrajectoryProps) {
  const hovered = useDeferredValue(useStore(views.hovered, ({ key }) => key));
  const row = shownRow(rows, hovered, sign);
  if (!row?.trial.pinned) return null;
  const { configuration, seed } = row.trial;
  const alone = pinned.rejected.length === 0;
  const trialRewards = row.trial.pinned;
  return (
    <section aria-label={t("Pinned pair")} className={classes.panel}>
      {/* The height is fixed, so that what the pointer is on does not move away. */}
      <p className={classes.head}>
        <b>
          {t("The pinned pair under trial {configuration}, seed {seed}", {
            configuration: configuration + 1,
            seed: String(seed),
          })}
        </b>{" "}
        <span className={classes.prompt}>{pinned.prompt}</span>
      </p>
      <Side sign={alone ? "" : "✓"} side="chosen" tokens={pinned.chosen} rewards={row.trial.pinned.chosen} />
      {!alone && <Side sign="✗" side="rejected" tokens={pinned.rejected} rewards={row.trial.pinned.rejected} />}
      <ChartTable
        label={t("Pinned pair")}
        numbers={() => ({ columns: [t("token"), "r", "σ(r)"], rows: tokenRows(pinned, trialRewards) })}
      />
    </section>
  );
}

/** A row for the end of the prompt and for every token of each response: its name, r and σ(r). */
function tokenRows(pinned: TrialPair, rewards: Record<"chosen" | "rejected", readonly number[]>): ChartCell[][] {
  return (["chosen", "rejected"] as const).flatMap((side) =>
    rewards[side].map((reward, place) => {
      const text = place === 0 ? t("end of the prompt") : (pinned[side][place - 1] ?? "").trim();
      return [`${translated(side)} ${place} ${text}`, reward, sigmoid(reward)];
    }),
  );
}

interface SideProps {
  sign: string;
  side: "chosen" | "rejected";
  tokens: readonly string[];
  /** The rewards at the last prompt token and at every response token. */
  rewards: readonly number[];
}

function Side({ sign, side, tokens, rewards }: SideProps) {
  const outcome = signedText(rewards.at(-1) ?? Number.NaN);
  const places = [t("prompt"), ...tokens];
  const told = places.map((text, place) => `${text.trim()} ${sigmoid(rewards[place] ?? 0).toFixed(2)}`);
  return (
    <div className={classes.side} data-side={side}>
      <span className={classes.name}>
        {sign ? `${sign} ${translated(side)}` : t("response")}
        <br />r {outcome}
      </span>
      <div
        role="img"
        aria-label={t("{side}, σ(r) after every token: {rewards}", {
          side: translated(side),
          rewards: listed(told),
        })}
        className={classes.tokens}
      >
        {places.map((text, place) => (
          // Tokens repeat; what names one is its place.
          // biome-ignore lint/suspicious/noArrayIndexKey: places do not move
          <span key={place} className={classes.token} title={told[place]} aria-hidden>
            <span className={classes.column}>
              <span className={classes.bar} style={{ height: `${100 * sigmoid(rewards[place] ?? 0)}%` }} />
            </span>
            {text.trim() || "␣"}
          </span>
        ))}
      </div>
    </div>
  );
}
