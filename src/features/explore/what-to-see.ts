import { sigmoid } from "../../engine/statistics/logistic.ts";
import { listed, t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { shownMistake } from "../../state/mistake.ts";
import { probabilityText } from "../../ui/numbers.ts";
import type { Trajectory } from "../../worker/records.ts";

/** The first wrong step of a trajectory, with true values and rewards after it. */
export interface SeenMistake {
  /** Index of the step. */
  step: number;
  text: string;
  title: string;
  /** V\* before and after the step, and the highest after it; null if exact values are not known. */
  value: { before: number; after: number; highest: number } | null;
  /** By reward model id: the highest σ(r) at a step end after the wrong step, before the response ends. */
  highest: Record<string, number>;
}

export function seenMistake({ judgement, exact, rewards, tokens }: Trajectory): SeenMistake | null {
  const mistake = shownMistake(judgement);
  const wrong = mistake && judgement.steps[mistake.step];
  if (!mistake || !wrong) return null;
  const ends = judgement.steps
    .slice(mistake.step + 1)
    .map(({ to }) => to)
    .filter((end) => end < tokens.length - 1);
  const [before, after] = [wrong.from, wrong.to].map((end) => (end === 0 ? exact?.prompt : exact?.tokens[end - 1]));
  const later = ends.map((end) => exact?.tokens[end - 1] ?? 0);
  return {
    step: mistake.step,
    text: wrong.text.trim(),
    title: mistake.title,
    value: before == null || after == null ? null : { before, after, highest: Math.max(after, ...later) },
    highest: Object.fromEntries(
      Object.entries(rewards).flatMap(([id, process]) =>
        ends.length > 0 ? [[id, Math.max(...ends.map((end) => sigmoid(process[end] ?? Number.NaN)))]] : [],
      ),
    ),
  };
}

/** One sentence about a trajectory: where it goes wrong, and what true value and rewards do after that. */
export function whatToSee(trajectory: Trajectory, models: readonly { id: string; name: string }[]): string {
  const seen = seenMistake(trajectory);
  if (!seen)
    return t(
      "Look at the steps: the policy makes no mistake here, and the rewards say how sure of that each model is.",
    );
  const { step, text, title, value, highest } = seen;
  const fall = value
    ? t(", and the true value V* falls from {before} to {after}{stays}", {
        before: probabilityText(value.before),
        after: probabilityText(value.after),
        stays: value.highest <= value.after ? t(" and stays there") : "",
      })
    : "";
  const climbs = models
    .flatMap(({ id, name }) => (highest[id] === undefined ? [] : [{ name, reward: highest[id] }]))
    .sort((a, b) => a.reward - b.reward)
    .map(({ name, reward }) => `${name} ${probabilityText(reward)}`);
  const after =
    climbs.length > 0
      ? t("; in the steps after it the process reward σ(r) climbs to {rewards}", { rewards: listed(climbs) })
      : "";
  return t("Look at step {step}, “{text}”: the policy makes the mistake “{title}”{fall}{after}.", {
    step: step + 1,
    text,
    title: translated(title),
    fall,
    after,
  });
}
