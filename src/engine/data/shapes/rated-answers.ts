import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import type { JsonObject } from "../../checkpoint/json.ts";
import type { TextOrChat } from "../../tokenizer/conversation.ts";
import { Misfit } from "../misfit.ts";
import { extrasOf, figure, provenance } from "./fields.ts";
import { CHATS, PROMPTS } from "./prompt-keys.ts";
import { bestOverOthers, bestOverWorst } from "./rated.ts";
import { said } from "./said.ts";
import { has, shape } from "./shape.ts";
import { before, promptOf } from "./sides.ts";
import { unframed } from "./transcript.ts";

const LISTS = ["answers", "responses", "completions", "generations", "candidates", "outputs"];
const TEXTS = ["answer", "response", "text", "content", "completion", "output", "generation"];
const RATINGS = ["rating", "score", "reward"];
const RANKS = ["rank", "ranks", "ranking", "rankings"];
const RATING_LISTS = [...RATINGS, "ratings", "scores", "rewards"];

/** The keys under which a record keeps its prompt, several answers and their ranks or ratings. */
interface Form {
  prompt: string;
  list: string;
  /** The key of an answer's text; null if answers are plain texts and their ratings are a list beside them. */
  text: string | null;
  worth: string;
}

/** Several answers with ranks or ratings: Nectar, distilabel's sets, and others like them. */
export const ratedAnswers = shape({
  id: "rated-answers",
  name: msg("Ranked or rated answers (Nectar and others)"),
  claims: (record) => formOf(record) !== null,
  fields(record) {
    const form = formOf(record);
    if (form) return schemaOf(form);
    throw new Misfit({ field: "answers", expected: "several answers with a rank or a rating each", found: "none" });
  },
  ignores: ["rationales", "answers.critique", "responses.critique", "completions.critique"],
  read({ prompt, answers, isRank, ...extras }) {
    const question = promptOf(unframed(prompt), extras);
    // Rank 1 is the best.
    return isRank
      ? bestOverOthers(
          question,
          answers.map(({ text, worth }) => ({ text, worth: -worth })),
          extrasOf(extras),
        )
      : bestOverWorst(question, answers, extrasOf(extras));
  },
});

function formOf(record: JsonObject): Form | null {
  const prompt = [...PROMPTS, ...CHATS].find((key) => has(record, key));
  const list = LISTS.find((key) => Array.isArray(record[key]) && (record[key] as unknown[]).length > 0);
  if (!prompt || !list) return null;
  const answers = record[list] as unknown[];
  const [first] = answers;
  if (typeof first === "string") {
    const worth = [...RANKS, ...RATING_LISTS].find((key) => Array.isArray(record[key]));
    return worth ? { prompt, list, text: null, worth } : null;
  }
  if (typeof first !== "object" || first === null) return null;
  const text = TEXTS.find((key) => has(first as JsonObject, key));
  const worth = [...RANKS, ...RATINGS].find((key) => has(first as JsonObject, key));
  return text && worth ? { prompt, list, text, worth } : null;
}

/** @returns the schema of a record with these keys: its prompt, and its answers with their ranks or ratings */
function schemaOf({ prompt, list, text, worth }: Form) {
  const entries: Record<string, v.GenericSchema> =
    text === null
      ? { [list]: v.array(v.string()), [worth]: v.array(figure) }
      : { [list]: v.array(v.object({ [text]: v.string(), [worth]: figure })) };
  const read = (values: JsonObject) => {
    const answers = values[list] as (string | JsonObject)[];
    const worths = text === null ? (values[worth] as number[]) : answers.map((answer) => (answer as JsonObject)[worth]);
    if (worths.length !== answers.length) {
      throw new Misfit({ field: worth, expected: `${answers.length}, one an answer`, found: `${worths.length}` });
    }
    checkWorths(worth, worths as number[], text === null);
    return answers.map((answer, i) => ({
      text: (typeof answer === "string" ? answer : answer[text as string]) as string,
      worth: worths[i] as number,
    }));
  };
  return v.pipe(
    v.object({ ...before, ...provenance, [prompt]: said, ...entries }),
    v.transform((values) => {
      const fields = values as JsonObject & v.InferOutput<typeof shared>;
      const { system, history, source, id, subset } = fields;
      const earlier = { system, history, source, id, subset };
      return { ...earlier, prompt: fields[prompt] as TextOrChat, answers: read(fields), isRank: RANKS.includes(worth) };
    }),
  );
}

/**
 * Refuses numbers that may mean something else than they seem to.
 * @param isList whether they are a list beside the answers
 * @throws Misfit for a rating of −1 beside whole ratings from 0 up, which says that there is none; and for a ranking that,
 *   read as the places of the answers from best to worst, has another best answer
 */
function checkWorths(key: string, worths: readonly number[], isList: boolean): void {
  const others = worths.filter((worth) => worth !== -1);
  const areRatings = /^ratings?$/.test(key) && others.every((worth) => Number.isInteger(worth) && worth >= 0);
  if (areRatings && others.length > 0 && others.length < worths.length) {
    throw new Misfit({ field: key, expected: "a rating of every answer", found: "-1 beside ratings from 0 up" });
  }
  if (!isList || !/^rankings?$/.test(key)) return;
  const first = Math.min(...worths);
  const isOrder = [...worths].sort((a, b) => a - b).every((worth, i) => worth === first + i);
  if (isOrder && worths.indexOf(first) !== (worths[0] as number) - first) {
    const expected = "ranks of the answers: these may also be the answers' places, the best one first";
    throw new Misfit({ field: key, expected, found: worths.join(", ") });
  }
}

const shared = v.object({ ...before, ...provenance });
