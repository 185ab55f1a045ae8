import { sigmoid } from "../../../engine/statistics/logistic.ts";
import { t } from "../../../i18n/i18n.ts";
import { lessonPair } from "../recordings/lesson-pair.ts";

const FAR = 0.25;

const words = {
  moved: (bt: number, icrm: number, of: number) =>
    t(
      "In the wrong answer, from token to token, σ(r) of BT moves by more than a quarter {bt} times in {of}; that of ICRM {icrm} times.",
      { bt, of, icrm },
    ),
};

/** How often each reward model of lesson 1 moves far, counted in the recording. */
export function Moves() {
  const { bt, icrm } = lessonPair.rejected.rewards;
  return <p>{words.moved(farMoves(bt), farMoves(icrm), bt.length - 1)}</p>;
}

function farMoves(rewards: readonly number[]): number {
  const values = rewards.map(sigmoid);
  return values.slice(1).filter((value, t) => Math.abs(value - (values[t] as number)) > FAR).length;
}
