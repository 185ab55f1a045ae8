import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import type { JsonObject } from "../../checkpoint/json.ts";
import { excerpt, Misfit } from "../misfit.ts";
import { checkFigures } from "../turned-pair.ts";
import { extrasOf, figure, provenance, truth } from "./fields.ts";
import { CHATS, PROMPTS } from "./prompt-keys.ts";
import { type Names, parseRenamed } from "./renamed.ts";
import { said } from "./said.ts";
import { has, type Shape, shape } from "./shape.ts";
import { before } from "./sides.ts";
import { areSiblings, type Better, decided, ending, higher, namedBy } from "./winner.ts";

const ENDS = "_?(a|b|0|1|2)$";
const ANSWERS = "answer|response|completion|output|conversation|conv|summary|reply|generation|candidate|solution|text";
const ANSWER = new RegExp(`^((human_ref|model|assistant|llm)_?)?(${ANSWERS}|human_ref)${ENDS}`, "i");
const OF = "(_?(response|answer|model|output|id|index|label|idx))*$";
/** Matches keys whose value names the better answer, by the answer's key or the end of the key. */
const WINNER = new RegExp(`^((human|gpt4)_)?(winner|preferred|choice|better|best|verdict|vote|chosen)${OF}`, "i");
/**
 * Matches keys whose text names the better answer; a number there means a lean to one side, or whether the first is
 * better.
 */
const NAMER = new RegExp(`^((human|gpt4)_)?(preference|labels?)${OF}`, "i");
/** Matches keys of numbers of which the higher wins: scores, or a mark that the better answer gets. */
const SCORE = new RegExp(
  `^((human|overall|gpt4)_)?(score|rating|reward|grade|(winner|preferred)(_model)?)${ENDS}`,
  "i",
);
/** Matches keys of a place in a list of answers. */
const PLACE = /_?(index|idx)(_|$)/i;
const TIE_MARK = /^((winner|preferred)_)?tie$/i;

/** The shape with the field names of `--map`; records of `twoAnswers` have it once their keys are renamed. */
const duel = shape({
  id: "duel",
  name: msg("Two answers"),
  claims: ({ answer_1, answer_2 }) => answer_1 !== undefined && answer_2 !== undefined,
  fields: v.object({
    prompt: v.nullish(said),
    answer_1: said,
    answer_2: said,
    winner: v.nullish(v.picklist([1, 2, "tie"])),
    score_1: v.nullish(figure),
    score_2: v.nullish(figure),
    tie: v.nullish(truth),
    ...before,
    ...provenance,
  }),
  read({ prompt, answer_1, answer_2, winner, score_1, score_2, tie, ...extras }) {
    const named = winner == null ? null : winner === "tie" ? "tie" : winner === 1 ? 0 : 1;
    const scored = score_1 == null || score_2 == null ? null : higher(score_1, score_2);
    return decided(
      {
        prompt: prompt ?? null,
        earlier: extras,
        answers: [answer_1, answer_2],
        fields: ["answer_1", "answer_2"],
        better: tie ? "tie" : agreed(named, scored),
      },
      extrasOf(extras),
    );
  },
});

/** Two answers side by side, and a field that names the better answer or a score for each. */
export const twoAnswers: Shape<"two-answers"> = {
  id: "two-answers",
  name: msg("Two answers and which is better"),
  claims: (record) => namesOf(record) !== null,
  parse(record, settings) {
    const names = namesOf(record);
    const { answer_1, answer_2, winner } = names ?? {};
    if (!names || !answer_1 || !answer_2) {
      throw new Misfit({ field: "answer_1", expected: "two answers and which is better", found: "none" });
    }
    checkTurn(record, answer_1);
    if (!winner) return parseRenamed(record, names, duel, settings);
    if (PLACE.test(winner) && ending(answer_1) === "1" && typeof record[winner] === "number") {
      const expected = `the name of ${answer_1} or ${answer_2}: a place may be counted from 0 or from 1`;
      throw new Misfit({ field: winner, expected, found: String(record[winner]) });
    }
    const better = named(record, winner, [answer_1, answer_2]);
    if (better === 0) checkFigures(record, answer_1, answer_2);
    if (better === 1) checkFigures(record, answer_2, answer_1);
    return parseRenamed({ ...record, [winner]: better === "tie" ? better : better + 1 }, names, duel, settings);
  },
};

/**
 * The keys of a record by their role; null if it does not have two answers, or nothing says which of them is better.
 */
function namesOf(record: JsonObject): Names | null {
  const keys = Object.keys(record).filter((key) => has(record, key));
  const answers = siblings(keys, ANSWER);
  const scores = siblings(keys, SCORE);
  const winner = keys.find((key) => {
    const type = typeof record[key];
    return (WINNER.test(key) && (type === "string" || type === "number")) || (NAMER.test(key) && type === "string");
  });
  if (!answers || !(winner || scores)) return null;
  const prompt = [...PROMPTS, ...CHATS].find((key) => keys.includes(key));
  const tie = keys.find((key) => TIE_MARK.test(key));
  return {
    ...(prompt && { prompt }),
    ...{ answer_1: answers[0], answer_2: answers[1] },
    ...(winner && { winner }),
    ...(scores && { score_1: scores[0], score_2: scores[1] }),
    ...(tie && { tie }),
  };
}

/**
 * The answer that a field names, by its key or by its whole text.
 * @throws Misfit if it names neither, or one by its key and the other by its text, as letters of a choice may
 */
function named(record: JsonObject, winner: string, fields: readonly [string, string]): Better {
  const value = record[winner];
  const text = fields.findIndex((field) => record[field] === value) as -1 | 0 | 1;
  if (text === -1 || record[fields[0]] === record[fields[1]]) return namedBy(value, winner, fields);
  let byKey: Better;
  try {
    byKey = namedBy(value, winner, fields);
  } catch {
    return text;
  }
  if (byKey === text) return text;
  const expected = `the name of ${fields.join(" or ")} alone: it is the text of the other answer, too`;
  throw new Misfit({ field: winner, expected, found: excerpt(value) });
}

/**
 * MT-Bench's judgements repeat the whole conversation beside a verdict on one of its turns.
 * @throws Misfit if the turn that is judged is not the conversation's last
 */
function checkTurn({ turn, ...record }: JsonObject, answer: string): void {
  if (typeof turn !== "number") return;
  // What cannot be read is refused by its name later.
  const read = v.safeParse(said, record[answer]);
  if (!read.success || typeof read.output === "string") return;
  const turns = read.output.filter(({ role }) => role === "user").length;
  if (turn >= turns) return;
  const expected = `the last turn of the conversation, ${turns}: the verdict is on the turn alone`;
  throw new Misfit({ field: "turn", expected, found: String(turn) });
}

/** The two keys that match a pattern and differ only in their ends; null if there are not exactly two. */
function siblings(keys: readonly string[], pattern: RegExp): [string, string] | null {
  const found = keys.filter((key) => pattern.test(key)).sort((a, b) => (ending(a) < ending(b) ? -1 : 1));
  const [first, second] = found;
  return found.length === 2 && first && second && areSiblings(first, second) ? [first, second] : null;
}

/** The better answer by name and by score. @throws Misfit if the two contradict each other */
function agreed(named: Better | null, scored: Better | null): Better {
  if (named === null || scored === null || named === "tie" || scored === "tie") return named ?? scored ?? "tie";
  if (named === scored) return named;
  const expected = `no better than score_${named + 1}: the record says two things`;
  throw new Misfit({ field: `score_${scored + 1}`, expected, found: "a higher one" });
}
