import type { LessonTexts } from "./texts.ts";
import OutcomeAndProcess from "./zh-CN/1-outcome-and-process.mdx";
import LastToken from "./zh-CN/2-last-token.mdx";
import Value from "./zh-CN/3-value.mdx";
import Edges from "./zh-CN/4-edges.mdx";
import Ablations from "./zh-CN/5-ablations.mdx";
import Behaviour from "./zh-CN/6-behaviour.mdx";
import Sweeps from "./zh-CN/7-sweeps.mdx";
import teachers from "./zh-CN/teachers.mdx";

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
