import { msg } from "../../i18n/msg.ts";
export interface Lesson {
  /** The lesson's part of the address: `#/learn/<id>`. */
  id: string;
  title: string;
  /** The question that the lesson answers. */
  question: string;
  /** Minutes for reading, looking and trying. */
  minutes: number;
}

/** Every lesson, in the order in which they build on one another. */
export const LESSONS = [
  {
    id: "outcome-and-process",
    title: msg("What a reward model sees"),
    question: msg("A reward model is trained on whole answers. What does it say of half an answer?"),
    minutes: 4,
  },
  {
    id: "last-token",
    title: msg("Only the last token learns"),
    question: msg("Why does Bradley–Terry say nothing about the way to an answer?"),
    minutes: 4,
  },
  {
    id: "value",
    title: msg("The value of half an answer"),
    question: msg("What should a process reward say, and how far may it move from one token to the next?"),
    minutes: 5,
  },
  {
    id: "edges",
    title: msg("The regulariser, edge by edge"),
    question: msg("What does the consistency loss push, and is it about differences at all?"),
    minutes: 6,
  },
  {
    id: "ablations",
    title: msg("Is it the generation probability?"),
    question: msg("Consistency helps. Is it the generation probability that does it?"),
    minutes: 5,
  },
  {
    id: "behaviour",
    title: msg("From rewards to behaviour"),
    question: msg("What happens when answers are chosen, or a policy is tuned, by a reward model?"),
    minutes: 5,
  },
  {
    id: "sweeps",
    title: msg("Sweeps without fooling yourself"),
    question: msg("You tried many settings. How good is the best one, really?"),
    minutes: 5,
  },
] as const satisfies readonly Lesson[];

export type LessonId = (typeof LESSONS)[number]["id"];

/** The part of the address that opens the teacher's page. */
export const TEACHER = "teachers";

/** The lesson of an address, whatever the case of its letters; null if there is none. */
export function lessonOf(part: string | undefined): { lesson: Lesson & { id: LessonId }; place: number } | null {
  const id = part?.toLowerCase();
  const place = LESSONS.findIndex((lesson) => lesson.id === id);
  const lesson = LESSONS[place];
  return lesson ? { lesson, place } : null;
}
