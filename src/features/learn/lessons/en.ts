import OutcomeAndProcess from "./1-outcome-and-process.mdx";
import LastToken from "./2-last-token.mdx";
import Value from "./3-value.mdx";
import Edges from "./4-edges.mdx";
import Ablations from "./5-ablations.mdx";
import Behaviour from "./6-behaviour.mdx";
import Sweeps from "./7-sweeps.mdx";
import teachers from "./teachers.mdx";
import type { LessonTexts } from "./texts.ts";

export default {
  lessons: {
    "outcome-and-process": OutcomeAndProcess,
    "last-token": LastToken,
    value: Value,
    edges: Edges,
    ablations: Ablations,
    behaviour: Behaviour,
    sweeps: Sweeps,
  },
  teachers,
} satisfies LessonTexts;
