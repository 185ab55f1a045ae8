import { Link, useNavigate } from "@tanstack/react-router";
import { type RefObject, use, useEffect, useRef } from "react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { msg } from "../../i18n/msg.ts";
import { translated } from "../../i18n/translated.ts";
import "katex/dist/katex.min.css";
import { useSteps } from "../../state/use-steps.ts";
import classes from "./Learn.module.css";
import { explain, LessonContext, symbolInSight } from "./lesson-context.ts";
import { lessonTexts } from "./lesson-texts.ts";
import { LESSONS, type Lesson, type LessonId, TEACHER } from "./lessons.ts";
import { lessonParts } from "./parts/lesson-parts.tsx";
import { predictions } from "./progress.ts";

const words = {
  lessons: msg("Lessons"),
  all: msg("All lessons"),
  facts: (place: number, minutes: number) =>
    t("Lesson {place} of {all} · {minutes} minutes", { place, all: LESSONS.length, minutes }),
  previous: msg("Previous"),
  next: msg("Next"),
  end: msg("For teachers"),
  predicted: msg("prediction made"),
};

/** One lesson: its question, its text with the live figure, and the links onward. */
export function LessonPage({ lesson, place }: { lesson: Lesson & { id: LessonId }; place: number }) {
  const { id, title, question, minutes } = lesson;
  const Text = use(lessonTexts()).lessons[id];
  const article = useRef<HTMLElement>(null);
  useMarkedSymbol(article);
  useScrolledFormulas(article);
  const [before, after] = [LESSONS[place - 1], LESSONS[place + 1]];
  const navigate = useNavigate();
  useSteps((by) => {
    const next = by > 0 ? after : before;
    if (next) void navigate({ to: "/learn/$lesson", params: { lesson: next.id } });
  });
  return (
    <LessonContext value={id}>
      <div className={classes.page}>
        <LessonBar current={id} />
        <article ref={article} className={classes.lesson} aria-labelledby="lesson-title">
          <p className={classes.facts}>{words.facts(place + 1, minutes)}</p>
          <h1 id="lesson-title">{translated(title)}</h1>
          <p className={classes.question}>{translated(question)}</p>
          <Text components={lessonParts} />
        </article>
        <nav className={classes.onward} aria-label={`${translated(words.previous)}, ${translated(words.next)}`}>
          {before && (
            <Link to="/learn/$lesson" params={{ lesson: before.id }} rel="prev" className={classes.direct}>
              <span className={classes.direction}>← {translated(words.previous)}</span>
              {translated(before.title)}
            </Link>
          )}
          <Link
            to="/learn/$lesson"
            params={{ lesson: after?.id ?? TEACHER }}
            rel="next"
            className={`${classes.direct} ${classes.next}`}
          >
            <span className={classes.direction}>{translated(words.next)} →</span>
            {translated(after?.title ?? words.end)}
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
    <nav className={classes.bar} aria-label={translated(words.lessons)}>
      <Link to="/learn">{translated(words.all)}</Link>
      <ol>
        {LESSONS.map(({ id, title }, place) => (
          <li key={id}>
            <Link
              to="/learn/$lesson"
              params={{ lesson: id }}
              title={translated(title)}
              className={classes.place}
              aria-label={`${place + 1}. ${translated(title)}${made[id] === undefined ? "" : `, ${translated(words.predicted)}`}`}
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

/** Lets the keyboard scroll the formulas that are wider than the page. */
function useScrolledFormulas(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const formulas = [...(root.current?.querySelectorAll<HTMLElement>(".katex-display") ?? [])];
    const widths = new ResizeObserver(() => {
      for (const formula of formulas) {
        if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
        else formula.removeAttribute("tabindex");
      }
    });
    for (const formula of formulas) widths.observe(formula);
    return () => widths.disconnect();
  }, [root]);
}
