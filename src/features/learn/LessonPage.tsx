import { Link } from "@tanstack/react-router";
import { type RefObject, useEffect, useRef } from "react";
import { useStore } from "zustand";
import "katex/dist/katex.min.css";
import classes from "./Learn.module.css";
import { explain, LessonContext, symbolInSight } from "./lesson-context.ts";
import { LESSON_TEXTS } from "./lesson-texts.ts";
import { LESSONS, type Lesson, type LessonId, TEACHER } from "./lessons.ts";
import { lessonParts } from "./parts/lesson-parts.tsx";
import { predictions } from "./progress.ts";

const words = {
  lessons: "Lessons",
  all: "All lessons",
  facts: (place: number, minutes: number) => `Lesson ${place} of ${LESSONS.length} · ${minutes} minutes`,
  previous: "Previous",
  next: "Next",
  end: "For teachers",
  predicted: "prediction made",
};

/** One lesson: its question, its text with the live figure, and the links onward. */
export function LessonPage({ lesson, place }: { lesson: Lesson & { id: LessonId }; place: number }) {
  const { id, title, question, minutes } = lesson;
  const Text = LESSON_TEXTS[id];
  const article = useRef<HTMLElement>(null);
  useMarkedSymbol(article);
  const [before, after] = [LESSONS[place - 1], LESSONS[place + 1]];
  return (
    <LessonContext value={id}>
      <div className={classes.page}>
        <LessonBar current={id} />
        <article ref={article} className={classes.lesson} aria-labelledby="lesson-title">
          <p className={classes.facts}>{words.facts(place + 1, minutes)}</p>
          <h1 id="lesson-title">{title}</h1>
          <p className={classes.question}>{question}</p>
          <Text components={lessonParts} />
        </article>
        <nav className={classes.onward} aria-label={`${words.previous}, ${words.next}`}>
          {before && (
            <Link to="/learn/$lesson" params={{ lesson: before.id }} rel="prev" className={classes.direct}>
              <span className={classes.direction}>← {words.previous}</span>
              {before.title}
            </Link>
          )}
          <Link
            to="/learn/$lesson"
            params={{ lesson: after?.id ?? TEACHER }}
            rel="next"
            className={`${classes.direct} ${classes.next}`}
          >
            <span className={classes.direction}>{words.next} →</span>
            {after?.title ?? words.end}
          </Link>
        </nav>
      </div>
    </LessonContext>
  );
}

/** All lessons in one line: the current one, and which have been worked through. */
function LessonBar({ current }: { current: LessonId }) {
  const made = useStore(predictions);
  return (
    <nav className={classes.bar} aria-label={words.lessons}>
      <Link to="/learn">{words.all}</Link>
      <ol>
        {LESSONS.map(({ id, title }, place) => (
          <li key={id}>
            <Link
              to="/learn/$lesson"
              params={{ lesson: id }}
              title={title}
              className={classes.place}
              aria-label={`${place + 1}. ${title}${made[id] === undefined ? "" : `, ${words.predicted}`}`}
              aria-current={id === current ? "page" : undefined}
            >
              {place + 1}
              {made[id] !== undefined && (
                <span className={classes.tick} aria-hidden>
                  ✓
                </span>
              )}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/**
 * Marks the elements, in formulas and in the figure, that stand for the symbol being explained: their `data-symbol`
 * lists it, among others separated by spaces. Works without a render, since it follows the pointer.
 */
function useMarkedSymbol(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const mark = ({ id }: { id: string | null }) => {
      for (const element of root.current?.querySelectorAll<HTMLElement>("[data-symbol]") ?? []) {
        const stands = id !== null && (element.dataset.symbol as string).split(" ").includes(id);
        element.toggleAttribute("data-marked", stands);
      }
    };
    const unsubscribe = symbolInSight.subscribe(mark);
    return () => {
      unsubscribe();
      explain(null);
    };
  }, [root]);
}
