import type { JudgedAnswers, JudgedResponse, PolicyJudgement } from "../../../engine/evaluation/judge-policy.ts";
import { hasWorldVocabulary } from "../../../engine/policy/class-model.ts";
import type { Tokenizer } from "../../../engine/tokenizer/tokenizer.ts";
import type { AnsweredProblem, JudgedAnswer } from "../../alignment-records.ts";
import { exactOf, judgeResponse } from "../explore/judgement.ts";

/**
 * Answers to one problem by the id of the reward model that judged them; the answers are the same, the rewards differ.
 */
type ByReward = Record<string, JudgedAnswers>;

/**
 * The answers of base and tuned policies, token by token.
 * @param rewards ids of the reward models, in the order of the judgements
 */
export function shownAnswers(
  rewards: readonly string[],
  base: readonly PolicyJudgement[],
  tuned: readonly PolicyJudgement[],
  tokenizer: Tokenizer,
): AnsweredProblem[] {
  const isExact = hasWorldVocabulary(tokenizer);
  const at = (judgements: readonly PolicyJudgement[], k: number, i: number) =>
    (judgements[k] as PolicyJudgement).answers[i] as JudgedAnswers;
  const perReward = <T>(of: (k: number) => T) => Object.fromEntries(rewards.map((id, k) => [id, of(k)]));
  return (base[0]?.answers ?? []).map(({ problem }, i) => ({
    prompt: problem.prompt,
    base: shown(
      perReward((k) => at(base, k, i)),
      tokenizer,
      isExact,
    ),
    tuned: perReward((k) => shown({ [rewards[k] as string]: at(tuned, k, i) }, tokenizer, isExact)),
  }));
}

function shown(byReward: ByReward, tokenizer: Tokenizer, isExact: boolean): JudgedAnswer[] {
  const [first] = Object.values(byReward) as [JudgedAnswers];
  return responsesOf(first).map(({ ids, q, text, finish }, s) => ({
    // The first answer is greedy: its tokens were drawn with probability 1.
    tokens: ids.map((id, t) => ({
      id,
      text: tokenizer.tokenText(id),
      q: q[t] as number,
      p: s === 0 ? 1 : (q[t] as number),
      top: [],
    })),
    rewards: Object.fromEntries(
      Object.entries(byReward).map(([id, answers]) => {
        const { prompt, tokens } = (responsesOf(answers)[s] as JudgedResponse).rewards;
        return [id, [prompt, ...tokens]];
      }),
    ),
    exact: isExact ? exactOf(first.problem.prompt, ids, tokenizer) : null,
    text,
    finish,
    judgement: judgeResponse(first.problem.prompt, ids, tokenizer),
  }));
}

function responsesOf({ greedy, samples }: JudgedAnswers): JudgedResponse[] {
  return [greedy, ...samples];
}
