import { PlaygroundError } from "../errors.ts";
import type { ValueHead } from "./checkpoint.ts";
import type { FileSlices } from "./file-set.ts";
import { isBuffer } from "./names.ts";
import { bytesEach, readSafetensorsHeader, type Tensor, widen } from "./safetensors.ts";

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
    throw notFinite(`${checkpoint}, ${tensor}, entry ${broken}`, data[broken] as number);
  }
}

/** Numbers looked at together: what is read of a file is never larger than this. */
const PIECE = 2 ** 21;

/**
 * The same of a file that is never in memory as a whole.
 * @param onTensor told how many bytes have been looked at
 */
export async function checkFiniteFile(
  from: FileSlices,
  file: string,
  onTensor: (bytes: number) => void = () => {},
): Promise<void> {
  for (const [name, entry] of await readSafetensorsHeader(from, file)) {
    const each = bytesEach(entry);
    for (let at = entry.start; !isBuffer(name) && at < entry.end; at += PIECE * each) {
      const stored = await from.slice(at, Math.min(at + PIECE * each, entry.end)).arrayBuffer();
      const data = widen(stored, entry, name, file);
      const broken = data.findIndex((x) => !Number.isFinite(x));
      if (broken < 0) continue;
      throw notFinite(`${file}, tensor ${name}, entry ${(at - entry.start) / each + broken}`, data[broken] as number);
    }
    onTensor(entry.end);
  }
}

function notFinite(where: string, found: number): PlaygroundError {
  return new PlaygroundError({
    what: "A weight of the checkpoint is not a finite number",
    where,
    expected: "finite weights",
    found: `${found}`,
    fix: "The training it comes from diverged, or the file is broken: take an earlier snapshot, or download it again.",
  });
}
