import { shareOfGradient } from "./decoder.ts";
import { rowsAt, stopGradient } from "./gradients.ts";
import type { Named, Tensor, Tf } from "./tf.ts";

const EPSILON = 1e-6;

export interface IcrmSettings {
  rho: number;
  weightRatio: number;
}

/**
 * `L = L_sft + ρ·L_icr + (1 − ρ)·L_bt` (docs/method.md section 3, the defaults) of hidden states `[2B · T, hidden]`, and
 * `Z` after the batch.
 * @param batch the arrays of `padPairs`, and `normaliser`, `Z` before the batch
 */
export function icrmLoss(
  tf: Tf,
  { rho, weightRatio }: IcrmSettings,
  params: Named,
  hidden: Tensor,
  batch: Named,
): { loss: Tensor; normaliser: Tensor } {
  const at = (name: string) => (batch[name] ?? params[name]) as Tensor;
  const [rows, length] = at("last").shape as [number, number];
  const halves = (x: Tensor) => tf.split(x, 2, 0) as [Tensor, Tensor];

  const rewards = tf
    .matMul(hidden, at("v_head.summary.weight"), false, true)
    .add(at("v_head.summary.bias"))
    .reshape([rows, length]);
  const [chosen, rejected] = halves(rewards.mul(at("last")).sum(-1));
  // `logSigmoid` of TensorFlow.js 4.22 reads a disposed tensor in its gradient.
  const bradleyTerry = rejected.sub(chosen).add(at("margins")).softplus().mean();

  const { loss: consistency, normaliser } = consistencyOf(rewards);
  const preference = consistency.mul(rho).add(bradleyTerry.mul(1 - rho));
  return { loss: preference.add(textGeneration()), normaliser };

  function consistencyOf(all: Tensor): { loss: Tensor; normaliser: Tensor } {
    const [chosenRows, rejectedRows] = halves(all);
    const [chosenMean, rejectedMean] = halves(
      stopGradient(tf, all).mul(at("response")).sum(-1, true).div(at("response").sum(-1, true)),
    );
    const likeness = tf.concat([chosenRows.sub(rejectedMean).sigmoid(), chosenMean.sub(rejectedRows).sigmoid()], 0);
    const [first, second] = [0, 1].map((start) => likeness.slice([0, start], [rows, length - 1])) as [Tensor, Tensor];
    const [d, next] = [stopGradient(tf, first), stopGradient(tf, second)];
    const log = (x: Tensor) => x.add(EPSILON).log();
    const scores = next
      .mul(log(first))
      .add(d.mul(log(second)))
      .mul(-0.5);
    const weights = at("q").mul(2).mul(at("edges"));
    const count = at("edges").sum().add(EPSILON);
    const weight = d.add(next).mul(0.5).mul(weights).sum().div(count);
    const updated = at("normaliser").mul(0.95).add(weight.mul(0.05));
    return { loss: scores.mul(weights).sum().div(count).div(updated.add(EPSILON)), normaliser: updated };
  }

  function textGeneration(): Tensor {
    const states = shareOfGradient(tf, rowsAt(tf, at("positions"))(hidden), weightRatio);
    const head = at("text_head.weight");
    const logits = tf.matMul(states, head, false, true);
    const chosenLogits = logits.mul(tf.oneHot(at("labels"), head.shape[0] as number)).sum(-1);
    return chosenLogits.sub(logits.logSumExp(-1)).mul(at("weights")).sum().neg();
  }
}
