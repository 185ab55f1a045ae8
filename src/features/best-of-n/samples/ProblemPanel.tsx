import { ActionIcon, Select } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type KeyboardEvent, useMemo } from "react";
import type { BestOfN } from "../../../engine/evaluation/best-of-n/report.ts";
import type { ReportedJudge } from "../../../engine/evaluation/report.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { BestOfNView } from "../../../state/best-of-n-view.ts";
import type { ExploreSetting } from "../../../ui/ExploreLink.tsx";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import { RankedSamples } from "./RankedSamples.tsx";
import { filteredProblems, steppedPlace } from "./ranking.ts";
import classes from "./Samples.module.css";

interface ProblemPanelProps {
  measured: BestOfN;
  /** The reward model whose picks are shown. */
  model: ReportedJudge;
  strokes: ReadonlyMap<string, RunStroke>;
  setting: ExploreSetting;
  /** Which problems are gone through, and the one that is wanted. */
  view: Pick<BestOfNView, "filter" | "problem">;
  onView: (change: Partial<BestOfNView>) => void;
}

const steps: Record<string, -1 | 1> = { ArrowLeft: -1, ArrowRight: 1 };

/** One problem at a time: which of its responses was picked, and which was missed. */
export function ProblemPanel({ measured, model, strokes, setting, view, onView }: ProblemPanelProps) {
  const { report, problems } = measured;
  const { filter, problem: wanted } = view;
  const models = report.judges.filter(({ kind }) => kind === "model");
  const places = useMemo(() => filteredProblems(problems, model.id, filter), [problems, model, filter]);
  const place = steppedPlace(places, wanted, 0);
  const problem = problems[place ?? -1];
  const go = (step: -1 | 1) => onView({ problem: steppedPlace(places, wanted, step) ?? wanted });
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key];
    if (step === undefined || (event.target as HTMLElement).closest("input")) return;
    event.preventDefault();
    go(step);
  };
  return (
    <section aria-label={t("One problem")} className={classes.panel} onKeyDown={walk}>
      <div className={classes.head}>
        <fieldset aria-label={t("Problem")} className={classes.pager}>
          <ActionIcon
            variant="default"
            aria-label={t("Previous problem")}
            title={t("Previous problem (←)")}
            disabled={places.length < 2}
            onClick={() => go(-1)}
          >
            <IconChevronLeft size={16} aria-hidden />
          </ActionIcon>
          <span data-testid="place" aria-live="polite">
            {place === null
              ? t("none")
              : t("{place} of {all}", { place: places.indexOf(place) + 1, all: places.length })}
          </span>
          <ActionIcon
            variant="default"
            aria-label={t("Next problem")}
            title={t("Next problem (→)")}
            disabled={places.length < 2}
            onClick={() => go(1)}
          >
            <IconChevronRight size={16} aria-hidden />
          </ActionIcon>
        </fieldset>
        <Select
          aria-label={t("Which problems")}
          className={classes.filter}
          allowDeselect={false}
          data={[
            { value: "all", label: t("all problems") },
            { value: "missed", label: t("picked wrong, a right one was there") },
            { value: "right", label: t("picked right") },
            { value: "hopeless", label: t("no right response") },
          ]}
          value={filter}
          onChange={(value) => value && onView({ filter: value as BestOfNView["filter"] })}
        />
        <Select
          aria-label={t("Ranked by")}
          className={classes.model}
          allowDeselect={false}
          data={models.map(({ id, name }) => ({ value: id, label: t("ranked by {name}", { name: translated(name) }) }))}
          value={model.id}
          onChange={(id) => id && onView({ model: id, judge: id })}
        />
      </div>
      {problem ? (
        <RankedSamples problem={problem} model={model} models={models} strokes={strokes} setting={setting} />
      ) : (
        <p className={classes.none}>{t("No problem is of this kind.")}</p>
      )}
    </section>
  );
}
