import {
  type JudgedTrajectory,
  outcomeReward,
  type TrajectoryComparison,
} from "../../../engine/evaluation/trajectory.ts";
import { mistakeTitle } from "../../../engine/world/index.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { ExploreLink, type ExploreSetting } from "../../../ui/ExploreLink.tsx";
import { signedText } from "../../../ui/numbers.ts";
import classes from "./Records.module.css";

interface ComparisonRecordProps {
  comparison: TrajectoryComparison;
  trajectories: readonly JudgedTrajectory[];
  judge: string;
  setting: ExploreSetting;
}

/** The responses to one prompt, which of them is better, and the judge's rewards. */
export function ComparisonRecord({ comparison, trajectories, judge, setting }: ComparisonRecordProps) {
  const { chosen, rejected, where, subset } = comparison;
  const responses = [...chosen, ...rejected].flatMap((index, i) => {
    const trajectory = trajectories[index];
    return trajectory ? [{ index, trajectory, isChosen: i < chosen.length }] : [];
  });
  const prompt = responses[0]?.trajectory.prompt ?? "";
  // The mistake that the verifier names says more than the file's name for the kind of record.
  const mistake = rejected.map((index) => trajectories[index]?.mistake ?? null).find((found) => found !== null);
  const kind = mistake ? mistakeTitle(mistake) : subset;
  // If the judge is wrong, the response to look at is the one it rewards most.
  const rewards = responses.map(({ trajectory }) => outcomeOf(trajectory, judge) ?? Number.NEGATIVE_INFINITY);
  const active = rewards.indexOf(Math.max(...rewards));
  return (
    <>
      <p className={classes.head}>
        <span className={classes.where}>
          {translated(where)}
          {kind && ` · ${translated(kind)}`}
        </span>
        <ExploreLink
          prompt={prompt}
          responses={responses.map(({ trajectory }) => trajectory.responseIds)}
          active={active}
          setting={setting}
          label={t("Open {where} in Explore", { where })}
        >
          {t("open in Explore")}
        </ExploreLink>
      </p>
      <p className={classes.prompt}>{prompt}</p>
      <ul className={classes.responses}>
        {responses.map(({ index, trajectory, isChosen }) => {
          const reward = outcomeOf(trajectory, judge);
          return (
            <li key={index} data-side={isChosen ? "chosen" : "rejected"}>
              <b className={isChosen ? classes.right : classes.wrong}>{isChosen ? t("✓ chosen") : t("✗ rejected")}</b>
              <code>{trajectory.response}</code>
              <span className={classes.reward}>
                {reward !== null && `r ${signedText(reward)} · `}
                {t("{count} tokens", { count: trajectory.responseIds.length })}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function outcomeOf({ rewards }: JudgedTrajectory, judge: string): number | null {
  const own = rewards[judge];
  return own ? outcomeReward(own) : null;
}
