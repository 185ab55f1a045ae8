import { Anchor, Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useStore } from "zustand";
import classes from "./Learn.module.css";
import { LESSONS, TEACHER } from "./lessons.ts";
import { forgetPredictions, predictions } from "./progress.ts";

const words = {
  title: "Learn",
  intro:
    "Short lessons about reward models, on one small world in which everything can be measured. Each asks one question, lets you predict the answer, and shows it in a figure you can touch. Nothing is trained or downloaded first.",
  unknown: "There is no such lesson. Here are those there are.",
  minutes: (count: number) => `${count} min`,
  predicted: "prediction made",
  begin: "Begin with lesson 1",
  goOn: (place: number) => `Go on with lesson ${place}`,
  teachers: "For teachers: what each lesson needs, questions with answers, a plan for 45 minutes",
  again: "Forget my predictions",
};

/** Every lesson with its question, its duration, and whether it has been worked through. */
export function LessonList({ unknown }: { unknown: string | undefined }) {
  const made = useStore(predictions);
  const next = LESSONS.findIndex(({ id }) => made[id] === undefined);
  const begun = Object.keys(made).length > 0;
  return (
    <div className={classes.page}>
      <h1>{words.title}</h1>
      {unknown !== undefined && <p role="status">{words.unknown}</p>}
      <p className={classes.lead}>{words.intro}</p>
      <ol className={classes.list}>
        {LESSONS.map(({ id, title, question, minutes }, place) => (
          <li key={id}>
            <Link to="/learn/$lesson" params={{ lesson: id }} className={classes.card}>
              <span className={classes.number} aria-hidden>
                {place + 1}
              </span>
              <span className={classes.cardText}>
                <b>{title}</b>
                <span>{question}</span>
              </span>
              <span className={`${classes.facts} ${classes.cardFacts}`}>
                {words.minutes(minutes)}
                {made[id] !== undefined && <span className={classes.done}>✓ {words.predicted}</span>}
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
            {begun ? words.goOn(next + 1) : words.begin}
          </Button>
        )}
        {begun && (
          <Button variant="default" size="sm" onClick={forgetPredictions}>
            {words.again}
          </Button>
        )}
      </div>
      <p>
        <Anchor
          underline="always"
          renderRoot={(props) => <Link to="/learn/$lesson" params={{ lesson: TEACHER }} {...props} />}
        >
          {words.teachers}
        </Anchor>
      </p>
    </div>
  );
}
