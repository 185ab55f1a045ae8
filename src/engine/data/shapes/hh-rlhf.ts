import * as v from "valibot";
import { excerpt, Misfit } from "../misfit.ts";
import { checkAnswer, comparison, extrasOf, preferenceExtras } from "./fields.ts";
import { has, shape } from "./shape.ts";
import { ANSWER, FIRST, messagesOf } from "./transcript.ts";

const transcript = v.pipe(v.string(), v.startsWith(FIRST));

/** Anthropic's HH-RLHF: two transcripts. Their prompt ends at the last "Assistant:" of their common beginning. */
export const hhRlhf = shape({
  id: "hh-rlhf",
  name: "HH-RLHF",
  claims: (record) => !has(record, "prompt") && [record.chosen, record.rejected].some(isTranscript),
  fields: v.object({ chosen: transcript, rejected: transcript, ...preferenceExtras }),
  read({ chosen, rejected, ...extras }) {
    let shared = 0;
    while (shared < chosen.length && chosen[shared] === rejected[shared]) shared += 1;
    const end = chosen.slice(0, shared).lastIndexOf(ANSWER);
    if (end === -1) {
      throw new Misfit({
        field: "chosen",
        expected: 'a beginning up to "\\n\\nAssistant:" that rejected shares',
        found: excerpt(chosen.slice(0, shared)),
      });
    }
    const [better, worse] = [messagesOf(chosen.slice(end)), messagesOf(rejected.slice(end))];
    checkAnswer(better, "chosen");
    checkAnswer(worse, "rejected");
    return comparison(
      { prompt: messagesOf(chosen.slice(0, end)), chosen: [better], rejected: [worse] },
      extrasOf(extras),
    );
  },
});

function isTranscript(side: unknown): boolean {
  return typeof side === "string" && side.startsWith(FIRST);
}
