import type { MDXContent } from "mdx/types";
import type { LessonId } from "../lessons.ts";

/** The texts of Learn in a language, loaded together: they share nearly all of their parts. */
export interface LessonTexts {
  lessons: Record<LessonId, MDXContent>;
  teachers: MDXContent;
}
