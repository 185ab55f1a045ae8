import { VALUE_SYMBOLS, valueKindOf } from "../../../engine/evaluation/known-value.ts";
import { type JudgedTrajectory, outcomeReward } from "../../../engine/evaluation/trajectory.ts";
import { mistakeTitle } from "../../../engine/world/index.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { ExploreLink, type ExploreSetting } from "../../../ui/ExploreLink.tsx";
import { fixedText, signedText } from "../../../ui/numbers.ts";
import { type StepFact, stepFacts } from "./facts.ts";
import classes from "./Records.module.css";

interface TrajectoryRecordProps {
  trajectory: JudgedTrajectory;
  judge: string;
  setting: ExploreSetting;
}

/** A response with the labels of its steps, and the judge's reward at the end of each. */
export function TrajectoryRecord({ trajectory, judge, setting }: TrajectoryRecordProps) {
  const { where, prompt, response, correct, mistake, responseIds, rewards } = trajectory;
  const own = rewards[judge];
  const facts = stepFacts(trajectory, own);
  const kind = valueKindOf([trajectory]);
  return (
    <>
      <p className={classes.head}>
        <span className={classes.where}>{translated(where)}</span>
        <ExploreLink
          prompt={prompt}
          responses={[responseIds]}
          active={0}
          setting={setting}
          label={t("Open {where} in Explore", { where })}
        >
          {t("open in Explore")}
        </ExploreLink>
      </p>
      <p className={classes.prompt}>{prompt}</p>
      <ul className={classes.responses}>
        <li>
          {correct !== null && (
            <b className={correct ? classes.right : classes.wrong}>{correct ? t("✓ right") : t("✗ wrong")}</b>
          )}
          {mistake && <span>{translated(mistakeTitle(mistake))}</span>}
          <code>{response}</code>
          <span className={classes.reward}>
            {own && `r ${signedText(outcomeReward(own))} · `}
            {t("{count} tokens", { count: responseIds.length })}
          </span>
        </li>
      </ul>
      {facts.length > 0 && (
        <ol className={classes.steps} aria-label={t("Steps", {}, "of a solution")}>
          {facts.map((fact) => (
            <li key={fact.step} data-truth={fact.truth ?? undefined}>
              {fact.step} {signOf(fact)}
              {fact.reward !== null && ` r ${signedText(fact.reward)}`}
              {fact.value !== null && kind && ` ${VALUE_SYMBOLS[kind]} ${fixedText(fact.value, 2)}`}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

const signs: Record<NonNullable<StepFact["truth"]>, string> = {
  right: "✓",
  "first-wrong": msg("✗ first error"),
  after: "·",
};

function signOf({ truth }: StepFact): string {
  return truth ? translated(signs[truth]) : "?";
}
