import type { ExactValues } from "../../../engine/evaluation/exact-values.ts";
import type { ValueEstimate } from "../../../engine/evaluation/values.ts";
import type { Judgement } from "../../../worker/records.ts";
import pair from "./pair.json" with { type: "json" };

/** A response of the lessons' pair, with the results of the embedded models and the world for each of its prefixes. */
export interface LessonResponse {
  /** Token ids of the response under the embedded policy's tokenizer, the end token last. */
  ids: number[];
  /** Texts of the tokens. */
  texts: string[];
  /** Generation probability of every token under the embedded policy. */
  q: number[];
  /** By embedded reward model: the process rewards at the end of the prompt and after every token. */
  rewards: Record<"bt" | "grm" | "icrm" | "prm", number[]>;
  /** q\* and V\* under the class of students. */
  exact: ExactValues;
  judgement: Judgement;
  /** V̂ at the end of the prompt and at every token, by roll-outs of the embedded policy, ascending by position. */
  values: ValueEstimate[];
}

/** A problem with a right and a wrong answer, which most lessons draw. */
export interface LessonPair {
  prompt: string;
  chosen: LessonResponse;
  rejected: LessonResponse;
}

/** Recorded by `scripts/recordings/lessons.ts`. */
export const lessonPair = pair as LessonPair;
