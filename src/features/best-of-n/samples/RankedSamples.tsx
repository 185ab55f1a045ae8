import { Table } from "@mantine/core";
import { type JudgedProblem, waysToChoose } from "../../../engine/evaluation/best-of-n/ways.ts";
import type { ReportedJudge } from "../../../engine/evaluation/report.ts";
import { mistakeTitle } from "../../../engine/world/index.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { ExploreLink, type ExploreSetting } from "../../../ui/ExploreLink.tsx";
import { fixedText, signedText } from "../../../ui/numbers.ts";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import { Swatch } from "../../../ui/Swatch.tsx";
import { type RankedSample, type Ranking, rankingOf } from "./ranking.ts";
import classes from "./Samples.module.css";

interface RankedSamplesProps {
  problem: JudgedProblem;
  model: ReportedJudge;
  models: readonly ReportedJudge[];
  strokes: ReadonlyMap<string, RunStroke>;
  setting: ExploreSetting;
}

/** The responses to a problem, ordered by one model's reward, with verdicts and the picks of other judges. */
export function RankedSamples({ problem, model, models, strokes, setting }: RankedSamplesProps) {
  const ranking = rankingOf(problem, model.id);
  if (!ranking) return null;
  const rewards = ranking.ranked.map(({ reward }) => reward);
  const [low, high] = [Math.min(...rewards), Math.max(...rewards)];
  const colour = strokes.get(model.id)?.colour ?? "currentColor";
  const picks = tellingPicks(problem, models);
  return (
    <>
      <p className={classes.prompt}>{problem.prompt}</p>
      <p className={classes.summary} data-testid="summary">
        {summaryOf(problem, model, ranking)}
      </p>
      <div className={classes.scroller}>
        <Table className={classes.table} aria-label={t("Responses ranked by {name}", { name: translated(model.name) })}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("Rank")}</Table.Th>
              <Table.Th scope="col">{t("Reward")}</Table.Th>
              <Table.Th scope="col">{t("Verdict")}</Table.Th>
              <Table.Th scope="col">{t("Answer")}</Table.Th>
              <Table.Th scope="col">{t("Response")}</Table.Th>
              <Table.Th scope="col" title={t("Of equal ones any may be taken: each of them is marked")}>
                {t("Picked by")}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {ranking.ranked.map((each) => (
              <SampleRow
                key={each.places[0]}
                problem={problem}
                each={each}
                ranking={ranking}
                bar={{ colour, share: high > low ? (each.reward - low) / (high - low) : 1 }}
                pickedBy={picks.filter(({ places }) => each.places.some((place) => places.includes(place)))}
                strokes={strokes}
                setting={setting}
              />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}

const roles = { picked: msg("picked"), missed: msg("missed") };

interface Pick {
  judge: ReportedJudge;
  /** Indices of the judge's picks among the samples. */
  places: readonly number[];
}

/** The picks of every judge, except those that would pick any response, or any right one. */
function tellingPicks(problem: JudgedProblem, models: readonly ReportedJudge[]): Pick[] {
  return waysToChoose(models)
    .filter(({ judge }) => judge.kind !== "truth" && judge.id !== "baseline:random")
    .map(({ judge, picks }) => ({ judge, places: picks(problem) }));
}

interface SampleRowProps {
  problem: JudgedProblem;
  each: RankedSample;
  ranking: Ranking;
  /** The bar of the reward: its colour, and its length, 0…1. */
  bar: { colour: string; share: number };
  pickedBy: readonly Pick[];
  strokes: ReadonlyMap<string, RunStroke>;
  setting: ExploreSetting;
}

function SampleRow({ problem, each, ranking, bar, pickedBy, strokes, setting }: SampleRowProps) {
  const { sample, rank, reward, places } = each;
  const role = each === ranking.picked ? "picked" : each === ranking.missed ? "missed" : null;
  // The pick is shown beside any other response that is opened, so that one sees why that one was not picked.
  const beside = each === ranking.picked ? (ranking.missed ?? null) : ranking.picked;
  const responses = beside ? [beside.sample.ids, sample.ids] : [sample.ids];
  return (
    <Table.Tr data-testid="sample" data-role={role ?? undefined}>
      <Table.Td>
        {rankText(each)} {role && <b className={classes.role}>{translated(roles[role])}</b>}
      </Table.Td>
      <Table.Td>
        <span className={classes.reward}>
          {signedText(reward)}
          <i style={{ width: `${4 + 56 * bar.share}px`, background: bar.colour }} />
        </span>
      </Table.Td>
      <Table.Td>
        <b className={sample.correct ? classes.right : classes.wrong}>{sample.correct ? t("✓ right") : t("✗ wrong")}</b>
        {sample.mistake && <span> {translated(mistakeTitle(sample.mistake))}</span>}
      </Table.Td>
      <Table.Td>{sample.answer ?? t("none")}</Table.Td>
      <Table.Td className={classes.response}>
        <ExploreLink
          prompt={problem.prompt}
          responses={responses}
          active={responses.length - 1}
          setting={setting}
          label={t("Open rank {rank} in Explore: {text}", { rank, text: sample.text })}
        >
          <code className={classes.text}>{sample.text}</code>
        </ExploreLink>{" "}
        {places.length > 1 && (
          <span title={t("{places} responses are word for word this one", { places: places.length })}>
            × {places.length}
          </span>
        )}
      </Table.Td>
      <Table.Td>
        <ul className={classes.picks}>
          {pickedBy.map(({ judge }) => {
            const stroke = strokes.get(judge.id);
            return (
              <li key={judge.id}>
                {stroke && <Swatch stroke={stroke} />} {translated(judge.name)}
              </li>
            );
          })}
        </ul>
      </Table.Td>
    </Table.Tr>
  );
}

/** A rank as text: "3", or "3–7" for several equal responses. */
function rankText({ rank, places }: RankedSample): string {
  return places.length === 1 ? String(rank) : `${rank}–${rank + places.length - 1}`;
}

function summaryOf(problem: JudgedProblem, judge: ReportedJudge, { picked, missed, right, total }: Ranking): string {
  const name = translated(judge.name);
  const answerOf = ({ sample }: RankedSample) =>
    sample.answer === null ? t("no answer") : t("answer {answer}", { answer: sample.answer });
  const share = t("{right} of {total} responses are right.", { right, total });
  if (picked.sample.correct) return t("{name} picks {picked} ✓. {share}", { name, picked: answerOf(picked), share });
  const lost = missed
    ? t("It misses {missed} ✓ at rank {rank}, {difference} below.", {
        missed: answerOf(missed),
        rank: missed.rank,
        difference: fixedText(picked.reward - missed.reward, 2),
      })
    : t("There was nothing to miss: the answer is {answer}.", { answer: problem.answer });
  return t("{name} picks {picked} ✗. {lost} {share}", { name, picked: answerOf(picked), lost, share });
}
