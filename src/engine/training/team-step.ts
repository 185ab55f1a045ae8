import { jit, numpy as np, tree } from "@jax-js/jax";
import { hiddenStates } from "../decoder/decoder.ts";
import { disposeParameters, type OwnNumbers, type Parameters } from "../decoder/parameters.ts";
import { borrowMask } from "../decoder/row-mask.ts";
import { stepScalars } from "./adamw.ts";
import { asPart } from "./batch-part.ts";
import { type Batch, lossOf, maskOf, type Objective, splitTargets, trunkInput } from "./objective.ts";
import { BATCH_WEIGHT } from "./preference-objective.ts";
import { type Applied, lossAndGradients, meanUpdate, type OptimiserSettings, type TrainStep } from "./step.ts";
import type { Team } from "./team.ts";

/**
 * The step of `createTrainStep`, of which a worker computes its part: loss and gradients of its part of every batch, whose
 * sums over all workers are those of the batch. Every worker then makes the same update of the same parameters, so that
 * parameters are never sent.
 *
 * The consistency term divides by the normaliser `Z`, which contains the weight `u` of the whole batch. So where the
 * objective has this term, the workers first compute their parts of `u`, forward only, and add them up.
 */
export function createTeamStep(objective: Objective, settings: OptimiserSettings, team: Team, from = 0): TrainStep {
  const differentiate = lossAndGradients(objective, from);
  const differentiated = jit((trained: Parameters, frozen: Parameters, batch: Batch) => {
    const [[loss, values], gradients] = differentiate(trained, frozen, batch);
    loss.dispose();
    return { gradients, values };
  });
  const update = jit(meanUpdate(settings, null));
  const at = objective.metrics.indexOf(BATCH_WEIGHT);
  const weigh = jit((params: Parameters, batch: Batch) => {
    const hidden = hiddenStates(objective.decoder, params, trunkInput(batch).ref, borrowMask(maskOf(batch)), from);
    const [loss, metrics] = lossOf(objective, params, hidden, batch);
    loss.dispose();
    disposeParameters(params);
    return metrics.slice([at, at + 1]);
  });

  /** Batches that know the weight of the whole. Borrows the parameters, consumes the batches. */
  async function weighed(params: Parameters, batches: readonly Batch[]): Promise<readonly Batch[]> {
    if (at < 0) return batches;
    const own: number[] = [];
    for (const batch of batches) {
      const weight = weigh(tree.ref(params), tree.ref(splitTargets(batch).rest)) as np.Array;
      own.push(...(await weight.data()));
    }
    const weights = await team.sum(Float32Array.from(own));
    return batches.map((batch, i) => asPart(batch, { weight: weights[i] as number }));
  }

  return {
    async run({ params, moments }, frozen, batches, learningRate, t) {
      const count = 1 + objective.metrics.length;
      const shapes = Object.entries(params).map(([name, { shape, size }]) => ({ name, shape, size }));
      // Loss and metrics, then all gradients.
      const own = new Float32Array(shapes.reduce((sum, { size }) => sum + size, count));
      for (const batch of await weighed({ ...params, ...frozen }, batches)) {
        const { values, gradients } = differentiated(tree.ref(params), tree.ref(frozen), batch) as unknown as Part;
        addTo(own, 0, await values.data());
        let place = count;
        for (const { name, size } of shapes) {
          addTo(own, place, await (gradients[name] as np.Array).data());
          place += size;
        }
      }
      const sums = await team.sum(own);
      const all: Parameters = {};
      let place = count;
      for (const { name, shape, size } of shapes) {
        // jax-js takes no numbers from shared memory.
        all[name] = np.array(sums.slice(place, place + size) as OwnNumbers, { shape });
        place += size;
      }
      const share = 1 / batches.length;
      // Every worker has the same carried metrics, which are no sums.
      const [loss, ...metrics] = [NOT_CARRIED, ...objective.metrics].map((name, i) => {
        return share * ((name in objective.carried ? own : sums)[i] as number);
      }) as [number, ...number[]];
      const scalars = stepScalars(settings, learningRate, t);
      const { norm, ...state } = update(params, all, moments, scalars, np.array(share)) as unknown as Applied;
      const [gradNorm] = (await norm.data()) as unknown as [number];
      return { state, figures: [{ loss, gradNorm, metrics }] };
    },
    dispose() {
      for (const program of [differentiated, update, weigh]) program.dispose();
    },
  };
}

type Part = { gradients: Parameters; values: np.Array };

const NOT_CARRIED = "loss";

function addTo(sums: Float32Array, from: number, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) sums[from + i] = (sums[from + i] as number) + (values[i] as number);
}
