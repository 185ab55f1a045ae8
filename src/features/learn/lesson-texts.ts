import type { MDXContent } from "mdx/types";
import OutcomeAndProcess from "./lessons/1-outcome-and-process.mdx";
import LastToken from "./lessons/2-last-token.mdx";
import Value from "./lessons/3-value.mdx";
import Edges from "./lessons/4-edges.mdx";
import Ablations from "./lessons/5-ablations.mdx";
import Behaviour from "./lessons/6-behaviour.mdx";
import Sweeps from "./lessons/7-sweeps.mdx";
import type { LessonId } from "./lessons.ts";

/** The texts of all lessons, loaded together: they share nearly all of their parts. */
export const LESSON_TEXTS: Record<LessonId, MDXContent> = {
  "outcome-and-process": OutcomeAndProcess,
  "last-token": LastToken,
  value: Value,
  edges: Edges,
  ablations: Ablations,
  behaviour: Behaviour,
  sweeps: Sweeps,
};
