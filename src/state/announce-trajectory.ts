import type { FinishReason } from "../engine/policy/generate.ts";
import { t } from "../i18n/i18n.ts";
import { msg } from "../i18n/msg.ts";
import { translated } from "../i18n/translated.ts";
import type { Trajectory } from "../worker/records.ts";
import { mistakeText, shownMistake } from "./mistake.ts";

const finishWords: Record<FinishReason, string> = {
  eos: msg("finished"),
  length: msg("stopped at the token limit"),
  context: msg("stopped: the context is full"),
  cancelled: msg("stopped"),
};

/** What a screen reader says of a trajectory that is there. */
export function announceTrajectory({ tokens, judgement, finish }: Trajectory): string {
  const ending = finishWords[finish];
  const verdict = judgement.correct === null ? t("not verifiable") : judgement.correct ? t("right") : t("wrong");
  const mistake = shownMistake(judgement);
  const named = mistake ? `, ${mistakeText(mistake)}` : "";
  return t("Trajectory {ending}: {tokens} tokens, answer {answer}, {verdict}{named}.", {
    ending: translated(ending),
    tokens: tokens.length,
    answer: judgement.answer ?? t("missing"),
    verdict,
    named,
  });
}
