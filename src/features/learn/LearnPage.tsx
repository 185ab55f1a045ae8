import { useParams } from "@tanstack/react-router";
import { LessonList } from "./LessonList.tsx";
import { LessonPage } from "./LessonPage.tsx";
import { lessonOf, TEACHER } from "./lessons.ts";
import { TeacherPage } from "./TeacherPage.tsx";

/** The list of lessons, one of them, or the teacher's page. */
export function LearnPage() {
  const { lesson: id } = useParams({ strict: false });
  if (id === TEACHER) return <TeacherPage />;
  const found = lessonOf(id);
  if (found) return <LessonPage key={id} {...found} />;
  return <LessonList unknown={id} />;
}
