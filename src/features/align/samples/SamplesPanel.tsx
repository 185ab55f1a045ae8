import { ActionIcon, SegmentedControl } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { AlignLane } from "../../../state/align-lane.ts";
import type { Alignment } from "../../../worker/alignment-records.ts";
import { AnswerFigure } from "./AnswerFigure.tsx";
import { type AnswerOutcome, placesWith } from "./outcome.ts";
import classes from "./Samples.module.css";

const outcomes: readonly (AnswerOutcome | null)[] = [null, "won", "lost", "tied"];
const outcomeNames = { all: msg("all"), won: msg("won"), lost: msg("lost"), tied: msg("tied") };

interface SamplesPanelProps {
  result: Alignment;
  lanes: readonly AlignLane[];
}

/** The answers of base and tuned policy to the test problems, side by side. */
export function SamplesPanel({ result: { policies, answers }, lanes }: SamplesPanelProps) {
  const [reward, setReward] = useState(policies[0]?.reward ?? "");
  const [outcome, setOutcome] = useState<AnswerOutcome | null>(null);
  const [n, setN] = useState(0);
  const [at, setAt] = useState(0);
  const models = lanes.map((lane) => lane.reward).filter(({ id }) => policies.some((policy) => policy.reward === id));
  const model = models.find(({ id }) => id === reward);
  const places = placesWith(answers, reward, n, outcome);
  const shown = Math.min(at, Math.max(0, places.length - 1));
  const problem = answers[places[shown] ?? -1];
  const [base, tuned] = [problem?.base[n], problem?.tuned[reward]?.[n]];
  return (
    <section aria-labelledby="align-samples" className={classes.samples}>
      <h2 id="align-samples">{t("Side by side")}</h2>
      <div className={classes.controls}>
        <SegmentedControl
          aria-label={t("Tuned to")}
          value={reward}
          onChange={setReward}
          data={models.map(({ id, name }) => ({ value: id, label: translated(name) }))}
        />
        <SegmentedControl
          aria-label={t("Which answer")}
          value={String(n)}
          onChange={(next) => setN(Number(next))}
          data={(answers[0]?.base ?? []).map((_, i) => ({
            value: String(i),
            label: i === 0 ? t("greedy") : t("sample {number}", { number: i }),
          }))}
        />
        <SegmentedControl
          aria-label={t("Outcome")}
          value={outcome ?? "all"}
          onChange={(next) => {
            setOutcome(next === "all" ? null : (next as AnswerOutcome));
            setAt(0);
          }}
          data={outcomes.map((kind) => ({
            value: kind ?? "all",
            label: `${translated(outcomeNames[kind ?? "all"])} ${placesWith(answers, reward, n, kind).length}`,
          }))}
        />
        {places.length > 0 && (
          <div className={classes.pager}>
            <ActionIcon
              variant="default"
              aria-label={t("Problem before")}
              disabled={shown === 0}
              onClick={() => setAt(shown - 1)}
            >
              <IconChevronLeft size={15} aria-hidden />
            </ActionIcon>
            <span data-testid="problem-place">{t("{place} of {all}", { place: shown + 1, all: places.length })}</span>
            <ActionIcon
              variant="default"
              aria-label={t("Next problem")}
              disabled={shown === places.length - 1}
              onClick={() => setAt(shown + 1)}
            >
              <IconChevronRight size={15} aria-hidden />
            </ActionIcon>
          </div>
        )}
      </div>
      {problem && base && tuned && model ? (
        <>
          <p className={classes.prompt}>{problem.prompt}</p>
          <AnswerFigure key={`${problem.prompt} ${reward} ${n}`} base={base} tuned={tuned} model={model} />
        </>
      ) : (
        <p className={classes.note}>{t("No problem came out like that.")}</p>
      )}
    </section>
  );
}
