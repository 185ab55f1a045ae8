import { Anchor, Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { msg } from "../../i18n/msg.ts";
import { translated } from "../../i18n/translated.ts";
import classes from "./Learn.module.css";
import { LESSONS, TEACHER } from "./lessons.ts";
import { forgetPredictions, predictions } from "./progress.ts";

const words = {
  title: msg("Learn"),
  intro: msg(
    "Short lessons about reward models, on one small world in which everything can be measured. Each asks one question, lets you predict the answer, and shows it in a figure you can touch. Nothing is trained or downloaded first.",
  ),
  unknown: msg("There is no such lesson. Here are those there are."),
  minutes: (count: number) => t("{minutes} min", { minutes: count }),
  predicted: msg("prediction made"),
  begin: msg("Begin with lesson 1"),
  goOn: (place: number) => t("Go on with lesson {place}", { place }),
  teachers: msg("For teachers: what each lesson needs, questions with answers, a plan for 45 minutes"),
  again: msg("Forget my predictions"),
};

/** Every lesson with its question, its duration, and whether it has been worked through. */
export function LessonList({ unknown }: { unknown: string | undefined }) {
  const made = useStore(predictions);
  const next = LESSONS.findIndex(({ id }) => made[id] === undefined);
  const begun = Object.keys(made).length > 0;
  return (
    <div className={classes.page}>
      <h1>{translated(words.title)}</h1>
      {unknown !== undefined && <p role="status">{translated(words.unknown)}</p>}
      <p className={classes.lead}>{translated(words.intro)}</p>
      <ol className={classes.list}>
        {LESSONS.map(({ id, title, question, minutes }, place) => (
          <li key={id}>
            <Link to="/learn/$lesson" params={{ lesson: id }} className={classes.card}>
              <span className={classes.number} aria-hidden>
                {place + 1}
              </span>
              <span className={classes.cardText}>
                <b>{translated(title)}</b>
                <span>{translated(question)}</span>
              </span>
              <span className={`${classes.facts} ${classes.cardFacts}`}>
                {words.minutes(minutes)}
                {made[id] !== undefined && <span className={classes.done}>✓ {translated(words.predicted)}</span>}
              </span>
            </Link>
          </li>
        ))}
      </ol>
      <div className={classes.listActions}>
        {next >= 0 && (
          <Button
            variant="filled"
            size="sm"
            renderRoot={(props) => <Link to="/learn/$lesson" params={{ lesson: LESSONS[next]?.id ?? "" }} {...props} />}
          >
            {begun ? words.goOn(next + 1) : translated(words.begin)}
          </Button>
        )}
        {begun && (
          <Button variant="default" size="sm" onClick={forgetPredictions}>
            {translated(words.again)}
          </Button>
        )}
      </div>
      <p>
        <Anchor
          underline="always"
          renderRoot={(props) => <Link to="/learn/$lesson" params={{ lesson: TEACHER }} {...props} />}
        >
          {translated(words.teachers)}
        </Anchor>
      </p>
    </div>
  );
}
