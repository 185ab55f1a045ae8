import { PlaygroundError } from "../errors.ts";
import type { ValueHead } from "./checkpoint.ts";
import type { Tensor } from "./safetensors.ts";

/** @throws PlaygroundError naming the first tensor with a weight that is no number, as diverged trainings leave behind */
export function checkFiniteWeights(
  checkpoint: string,
  weights: ReadonlyMap<string, Tensor>,
  valueHead: ValueHead | null,
): void {
  const tensors: [string, Float32Array][] = [...weights].map(([name, { data }]) => [`tensor ${name}`, data]);
  if (valueHead) tensors.push(["the value head", valueHead.weight]);
  for (const [tensor, data] of tensors) {
    const broken = data.findIndex((x) => !Number.isFinite(x));
    if (broken < 0) continue;
    throw new PlaygroundError({
      what: "A weight of the checkpoint is not a finite number",
      where: `${checkpoint}, ${tensor}, entry ${broken}`,
      expected: "finite weights",
      found: `${data[broken]}`,
      fix: "The training it comes from diverged, or the file is broken: take an earlier snapshot, or download it again.",
    });
  }
}
