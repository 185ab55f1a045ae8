/**
 * How far a value can change at most over several tokens: 1 − Π q over these tokens.
 *
 * By total probability V_t = q_t·V_{t+1} + (1 − q_t)·V_other (docs/method.md section 2). Substituting this for V_{t+1}
 * in turn, token by token, gives V_a = Π·V_b + (1 − Π)·V_elsewhere, where Π = q_a·…·q_{b−1} is the probability of
 * writing exactly the tokens from a to b, and V_elsewhere is the mean value over all other continuations. So |V_a −
 * V_b| = (1 − Π)·|V_elsewhere − V_b| ≤ 1 − Π. For a single token the bound is 1 − q.
 *
 * @param q generation probability of every response token
 * @param from number of response tokens in the earlier prefix
 * @param to number of response tokens in the later prefix
 */
export function jumpBound(q: readonly number[], from: number, to: number): number {
  return 1 - q.slice(from, to).reduce((product, probability) => product * probability, 1);
}
