import { useParams } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { msg } from "../../i18n/msg.ts";
import { translated } from "../../i18n/translated.ts";
import { lookForDevice } from "../../state/device.ts";
import { LessonList } from "./LessonList.tsx";
import { lessonOf, TEACHER } from "./lessons.ts";

const LessonPage = lazy(() => import("./LessonPage.tsx").then((module) => ({ default: module.LessonPage })));
const TeacherPage = lazy(() => import("./TeacherPage.tsx").then((module) => ({ default: module.TeacherPage })));

const words = { loading: msg("The lesson is being opened…") };

/** The list of lessons, a lesson, or the teacher's page. */
export function LearnPage() {
  const { lesson: id } = useParams({ strict: false });
  useEffect(() => void lookForDevice(), []);
  const found = lessonOf(id);
  if (!found && id?.toLowerCase() !== TEACHER) return <LessonList unknown={id} />;
  return (
    <Suspense fallback={<p>{translated(words.loading)}</p>}>
      {found ? <LessonPage key={id} {...found} /> : <TeacherPage />}
    </Suspense>
  );
}
