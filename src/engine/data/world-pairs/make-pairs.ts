import { PlaygroundError } from "../../errors.ts";
import { choice, deriveSeed, type Random, seededRandom } from "../../random.ts";
import { FILLERS } from "../../world/class.ts";
import { type Mistake, mistakeOf } from "../../world/mistake.ts";
import type { Problem, World } from "../../world/world.ts";
import { type PairSettings, worldSettingsOf } from "./settings.ts";
import type { PairWriter } from "./writers.ts";

/** A pair of the embedded world in the form of a record; `subset` is the mistake of the wrong answer. */
export interface WorldPair {
  prompt: string;
  chosen: string;
  rejected: string;
  source: PairWriter["name"];
  subset: Mistake;
}

/** Number of answers to a problem from which its pairs are drawn. */
const SAMPLES = 8;
/** After this many problems in a row without a pair, the search is given up. */
const PATIENCE = 1_000;

export interface MakingOptions {
  /** Called after every problem. */
  onProgress?: ((pairs: number, problems: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Yields preference pairs of the embedded world, one batch a problem, labelled by the verifier. The settings decide
 * everything; fewer `pairs` are the first of more.
 * @param settings checked by `checkPairSettings`
 * @throws PlaygroundError if a thousand problems in a row give no pair
 * @throws signal.reason when aborted
 */
export async function* makePairs(
  world: World,
  writer: PairWriter,
  settings: PairSettings,
  { onProgress, signal }: MakingOptions = {},
): AsyncGenerator<WorldPair[]> {
  let [made, problems, misses] = [0, 0, 0];
  for (const problem of endlessly(world, settings)) {
    if (made >= settings.pairs) return;
    signal?.throwIfAborted();
    const seed = deriveSeed(settings.seed, problem.id);
    const texts = await writer.write(problem, SAMPLES, seed);
    const pairs = pairsOf(world, problem, texts, settings, seededRandom(seed)).slice(0, settings.pairs - made);
    made += pairs.length;
    problems += 1;
    misses = pairs.length > 0 ? 0 : misses + 1;
    if (misses >= PATIENCE) throw noPairs(settings);
    if (pairs.length > 0) yield pairs.map((pair) => ({ ...pair, source: writer.name }));
    onProgress?.(made, problems);
  }
}

/**
 * Yields problems without end. The first k problems of a seed are the same for every count, so the count can grow as
 * needed.
 */
function* endlessly(world: World, settings: PairSettings): Generator<Problem> {
  const { split, seed } = settings;
  let used = 0;
  for (let count = 256; ; count *= 2) {
    yield* world.problems({ split, n: count, seed, settings: worldSettingsOf(settings) }).slice(used);
    used = count;
  }
}

/** An answer with the verifier's verdict. */
interface Answer {
  text: string;
  /** The answer's mistake; null if the answer is right. */
  mistake: Mistake | null;
  /** Whether the answer has the filler `sure`. */
  isSure: boolean;
}

/**
 * Pairs of one problem: right and wrong answers, drawn among the answers that the cue allows. A wrong answer is used
 * once, a right answer may be used again. The first k pairs are the same for every `perProblem`.
 */
function pairsOf(
  world: World,
  problem: Problem,
  texts: readonly string[],
  { perProblem, cue, cueShare, labelNoise }: PairSettings,
  random: Random,
): Omit<WorldPair, "source">[] {
  const answers = texts.map((text): Answer => {
    const verdict = world.verify(problem, text);
    return { text, mistake: verdict.correct ? null : mistakeOf(verdict), isSure: isSure(text) };
  });
  const used = new Set<string>();
  const pairs: Omit<WorldPair, "source">[] = [];
  for (let i = 0; i < perProblem; i++) {
    // Whether the right answer is to have the cue; null: either.
    const rightIsSure = cue === "off" ? null : random() < cueShare === (cue === "chosen");
    const [swap, forRight, forWrong] = [random() < labelNoise, random(), random()];
    const fits = (answer: Answer, wanted: boolean | null) => wanted === null || answer.isSure === wanted;
    const right = answers.filter((answer) => answer.mistake === null && fits(answer, rightIsSure));
    const wrong = answers.filter(
      (answer) =>
        answer.mistake !== null && fits(answer, rightIsSure === null ? null : !rightIsSure) && !used.has(answer.text),
    );
    if (right.length === 0 || wrong.length === 0) break;
    const better = choice(() => forRight, right);
    const worse = choice(() => forWrong, wrong);
    used.add(worse.text);
    const [chosen, rejected] = swap ? [worse, better] : [better, worse];
    const subset = worse.mistake as Mistake;
    pairs.push({ prompt: problem.prompt, chosen: chosen.text, rejected: rejected.text, subset });
  }
  return pairs;
}

function isSure(text: string): boolean {
  return text.split(/\s+/).includes(FILLERS.answer);
}

function noPairs({ cue }: PairSettings): PlaygroundError {
  return new PlaygroundError({
    what: `${PATIENCE.toLocaleString("en")} problems in a row gave no pair of a right and a wrong answer`,
    ...(cue !== "off" && { where: `pairs with "${FILLERS.answer}" in one answer alone` }),
    fix: "Choose another writer, or other settings.",
  });
}
