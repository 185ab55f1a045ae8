import { type FigureTrajectory, verdictMarks } from "../../../ui/token-figure/model.ts";
import type { Side } from "../../../ui/token-figure/sides.ts";
import type { TokenRecord } from "../../../worker/records.ts";
import { type LessonResponse, lessonPair } from "../recordings/lesson-pair.ts";

/** Whose probabilities the chips show, and whose values are drawn. */
export type Generator = "policy" | "class";

/** A response of the lessons' pair as a row of a token figure; its id is its index among the sides. */
export function pairRow(side: Side, generator: Generator = "policy"): FigureTrajectory {
  const response = lessonPair[side];
  return {
    id: side === "chosen" ? 0 : 1,
    letter: side === "chosen" ? "right" : "wrong",
    tokens: tokensOf(response, generator),
    rewards: response.rewards,
    exact: null,
    values: [],
    ...verdictMarks(response.judgement),
    active: true,
    partsAt: null,
  };
}

function tokensOf({ ids, texts, q, exact }: LessonResponse, generator: Generator): TokenRecord[] {
  const probabilities = generator === "class" ? exact.q : q;
  return ids.map((id, t) => {
    const probability = probabilities[t] as number;
    return { id, text: texts[t] as string, q: probability, p: probability, top: [] };
  });
}
