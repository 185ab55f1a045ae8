import { Link } from "@tanstack/react-router";
import { use } from "react";
import { msg } from "../../i18n/msg.ts";
import { translated } from "../../i18n/translated.ts";
import classes from "./Learn.module.css";
import { lessonTexts } from "./lesson-texts.ts";

const words = { all: msg("All lessons") };

/** What a teacher needs to give the lessons in class. */
export function TeacherPage() {
  const Text = use(lessonTexts()).teachers;
  return (
    <div className={classes.page}>
      <nav className={classes.bar} aria-label={translated(words.all)}>
        <Link to="/learn">{translated(words.all)}</Link>
      </nav>
      <article className={classes.lesson}>
        <Text />
      </article>
    </div>
  );
}
