import { Link } from "@tanstack/react-router";
import classes from "./Learn.module.css";
import Text from "./lessons/teachers.mdx";

const words = { all: "All lessons" };

/** What a teacher needs to give the lessons in class. */
export function TeacherPage() {
  return (
    <div className={classes.page}>
      <nav className={classes.bar} aria-label={words.all}>
        <Link to="/learn">{words.all}</Link>
      </nav>
      <article className={classes.lesson}>
        <Text />
      </article>
    </div>
  );
}
