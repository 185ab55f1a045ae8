import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import classes from "./Learn.module.css";

const Text = lazy(() => import("./lessons/teachers.mdx"));

const words = { all: "All lessons", loading: "The page is being opened…" };

/** What a teacher needs to give the lessons in class. */
export function TeacherPage() {
  return (
    <div className={classes.page}>
      <nav className={classes.bar} aria-label={words.all}>
        <Link to="/learn">{words.all}</Link>
      </nav>
      <article className={classes.lesson}>
        <Suspense fallback={<p>{words.loading}</p>}>
          <Text />
        </Suspense>
      </article>
    </div>
  );
}
