import { rightPaddedBatch } from "../onnx/token-batch.ts";
import type { CausalLM, LmCache } from "../policy/causal-lm.ts";
import { classResponses } from "../policy/class-lm.ts";
import { generate } from "../policy/generate.ts";
import { RAW } from "../policy/generation-probabilities.ts";
import { warp } from "../policy/sampling.ts";
import { logitsAt } from "../policy/trace.ts";
import { choice, deriveSeed, type Random, seededRandom } from "../random.ts";
import { trainingIds } from "../tokenizer/special-ids.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { resultOf } from "../world/attempt.ts";
import { drawAttempt, writeAttempt } from "../world/corpus.ts";
import { parseSteps, readStatement } from "../world/steps.ts";
import type { Problem, World } from "../world/world.ts";

/** How well a policy has learned the class of students: its answers, and its token probabilities. */
export interface PolicyKnowledge {
  problems: number;
  samplesPerProblem: number;
  /** Share of samples at temperature 1 with the right answer. */
  right: number;
  /** Share of samples that some student of the class could write, token by token. */
  students: number;
  /** Share of equations in samples whose stated result is the result of their two numbers. */
  sums: number;
  /**
   * Mean total variation, ½ Σ |q − q\*|, between the policy's and the class's next-token distributions, at tokens of
   * class-written responses where the class could have gone on in more than one way.
   */
  totalVariation: number;
  /** Number of tokens where the class could have gone on in more than one way. */
  branches: number;
  /**
   * Over problems with right and wrong samples: how often a drawn right sample is likelier under the policy than a
   * drawn wrong one.
   */
  likelierWins: number;
  /** Number of problems with right and wrong samples. */
  pairs: number;
  /** Share of problems whose most probable sample is right. */
  likeliestRight: number;
}

interface Settings {
  samples: number;
  maxTokens: number;
  seed: number;
}

/** Measures a policy on problems of the embedded world against the class that wrote its corpus. */
export async function policyKnowledge<Cache extends LmCache>(
  lm: CausalLM<Cache>,
  tokenizer: Tokenizer,
  world: World,
  problems: readonly Problem[],
  { samples, maxTokens, seed }: Settings,
  onProgress?: (done: number) => void,
): Promise<PolicyKnowledge> {
  const sums = { right: 0, students: 0, variation: 0, branches: 0, likelier: 0, pairs: 0, likeliest: 0 };
  const equations = { true: 0, all: 0 };
  for (const [index, problem] of problems.entries()) {
    const own = deriveSeed(seed, problem.id);
    const random = seededRandom(own);
    const responses = classResponses(world, tokenizer, problem);
    const promptIds = tokenizer.promptIds(problem.prompt);
    const drawn = await generate(lm, promptIds, { ...RAW, maxTokens, seed: own }, { samples });
    const judged = drawn.map(({ ids, traces }) => {
      const text = tokenizer.decode(ids);
      for (const { text: step } of parseSteps(text)) {
        const statement = readStatement(step);
        if (statement.kind !== "equation") continue;
        equations.all += 1;
        equations.true += Number(resultOf(statement.left, statement.op, statement.right) === statement.result);
      }
      return {
        correct: world.verify(problem, text).correct === true,
        isStudents: responses.beliefs(ids).at(-1)?.next.size === 0,
        logProb: traces.reduce((sum, { q }) => sum + Math.log(q), 0),
      };
    });
    sums.right += judged.filter(({ correct }) => correct).length;
    sums.students += judged.filter(({ isStudents }) => isStudents).length;
    const right = judged.filter(({ correct }) => correct);
    const wrong = judged.filter(({ correct }) => !correct);
    if (right.length > 0 && wrong.length > 0) {
      sums.pairs += 1;
      sums.likelier += Number(choice(random, right).logProb > choice(random, wrong).logProb);
    }
    sums.likeliest += Number(judged.reduce((best, next) => (next.logProb > best.logProb ? next : best)).correct);
    for (const gap of await variations(lm, tokenizer, world, problem, promptIds, random)) {
      sums.variation += gap;
      sums.branches += 1;
    }
    onProgress?.(index + 1);
  }
  const answers = problems.length * samples;
  return {
    problems: problems.length,
    samplesPerProblem: samples,
    right: sums.right / answers,
    students: sums.students / answers,
    sums: equations.true / equations.all,
    totalVariation: sums.variation / sums.branches,
    branches: sums.branches,
    likelierWins: sums.likelier / sums.pairs,
    pairs: sums.pairs,
    likeliestRight: sums.likeliest / problems.length,
  };
}

/** Responses of the class per problem whose branches are measured. */
const RESPONSES = 3;

/** Total variation at every branching token of several responses of the class. */
async function variations<Cache extends LmCache>(
  lm: CausalLM<Cache>,
  tokenizer: Tokenizer,
  world: World,
  problem: Problem,
  promptIds: readonly number[],
  random: Random,
): Promise<number[]> {
  const { eosId } = trainingIds(tokenizer);
  const attempts = world.attempts(problem);
  const texts = Array.from({ length: RESPONSES }, () => writeAttempt(random, drawAttempt(random, attempts)));
  const rows = texts.map((text) => [...tokenizer.encode(text, { addSpecialTokens: false }), eosId]);
  const batch = rightPaddedBatch(rows.map((ids) => [...promptIds, ...ids]));
  const { logits, cache } = await lm.forward(batch, null, batch.length);
  cache.dispose();
  const responses = classResponses(world, tokenizer, problem);
  return rows.flatMap((ids, row) => {
    const before = [responses.start, ...responses.beliefs(ids)];
    return ids.flatMap((_, t) => {
      const exact = before[t]?.next;
      if (!exact || exact.size < 2) return [];
      const position = row * batch.length + promptIds.length - 1 + t;
      const q = warp(logitsAt(logits, position, lm.vocabSize), RAW);
      return [q.reduce((sum, p, id) => sum + Math.abs(p - (exact.get(id) ?? 0)), 0) / 2];
    });
  });
}
