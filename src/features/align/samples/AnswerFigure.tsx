import { useCallback, useMemo, useState } from "react";
import { t } from "../../../i18n/i18n.ts";
import { sharedLength } from "../../../state/branches.ts";
import { createSelection, type TokenPlace } from "../../../state/selection.ts";
import { FigureLegend } from "../../../ui/token-figure/FigureLegend.tsx";
import { type FigureTrajectory, figureModels, verdictMarks } from "../../../ui/token-figure/model.ts";
import { TokenFigure } from "../../../ui/token-figure/TokenFigure.tsx";
import type { JudgedAnswer } from "../../../worker/alignment-records.ts";
import type { ModelEntry } from "../../../worker/records.ts";
import { AnswerReadout } from "./AnswerReadout.tsx";
import classes from "./Samples.module.css";

interface AnswerFigureProps {
  base: JudgedAnswer;
  tuned: JudgedAnswer;
  /** The reward model that the policy was tuned to. */
  model: ModelEntry;
}

const TUNED = 1;

/**
 * Two answers over one token axis, each with the generation probabilities of the policy that wrote it, both with the
 * same reward model's rewards.
 */
export function AnswerFigure({ base, tuned, model }: AnswerFigureProps) {
  const [selection] = useState(createSelection);
  const [activeId, setActiveId] = useState(TUNED);
  const models = useMemo(() => figureModels([model]), [model]);
  const trajectories = useMemo(
    () =>
      [base, tuned].map(
        ({ tokens, rewards, exact, judgement }, id): FigureTrajectory => ({
          id,
          letter: id === TUNED ? "B" : "A",
          tokens,
          rewards,
          exact,
          values: [],
          ...verdictMarks(judgement),
          active: id === activeId,
          // Both answers are drawn in full: even shared tokens have other probabilities under the other policy.
          partsAt: null,
        }),
      ),
    [base, tuned, activeId],
  );
  const pin = useCallback((pinned: TokenPlace) => selection.setState({ pinned }), [selection]);
  return (
    <div className={classes.figure}>
      <p className={classes.endings}>
        <Ending name={t("A, base")} answer={base} />
        <Ending name={t("B, tuned")} answer={tuned} />
        <span>{partingText(base, tuned)}</span>
      </p>
      <FigureLegend trajectories={trajectories} models={models} scale="sigma" />
      <TokenFigure
        trajectories={trajectories}
        models={models}
        scale="sigma"
        selection={selection}
        live={false}
        onPin={pin}
        onActivate={setActiveId}
      />
      <AnswerReadout selection={selection} trajectories={trajectories} model={model} />
    </div>
  );
}

function partingText(base: JudgedAnswer, tuned: JudgedAnswer): string {
  const shared = sharedLength(base.tokens, tuned.tokens);
  const same = shared === base.tokens.length && shared === tuned.tokens.length;
  return same ? t("the same answer") : t("part at token {shared}", { shared: shared + 1 });
}

/** Whether an answer that ended so was cut off. */
const isCutOff = { eos: false, length: true, context: true, cancelled: false };

function Ending({ name, answer: { judgement, tokens, finish } }: { name: string; answer: JudgedAnswer }) {
  const right = judgement.correct === true;
  return (
    <span>
      <b>{name}</b> {judgement.answer === null ? t("no answer") : t("answer {answer}", { answer: judgement.answer })}{" "}
      <b className={right ? classes.right : classes.wrong}>{right ? t("✓ right") : t("✗ wrong")}</b> ·{" "}
      {t(isCutOff[finish] ? "{count} tokens, cut off" : "{count} tokens", { count: tokens.length })}
    </span>
  );
}
