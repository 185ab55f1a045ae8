import { PlaygroundError } from "../errors.ts";
import type { FileSlices } from "./file-set.ts";
import { isBuffer } from "./names.ts";
import { bytesEach, readSafetensorsHeader, type Tensor, widen } from "./safetensors.ts";
import type { ValueHead } from "./value-head.ts";

/**
 * Demands that every weight is a finite number; trainings that diverged leave others behind.
 * @throws PlaygroundError naming the first tensor with a weight that is NaN or infinite
 */
export function checkFiniteWeights(
  checkpoint: string,
  weights: ReadonlyMap<string, Tensor>,
  valueHead: ValueHead | null,
): void {
  const tensors: [string, Float32Array][] = [...weights].map(([name, { data }]) => [`tensor ${name}`, data]);
  if (valueHead) tensors.push(["the value head", valueHead.weight]);
  if (valueHead?.inner) tensors.push(["the value head's inner layer", valueHead.inner.weight]);
  for (const [tensor, data] of tensors) {
    const broken = data.findIndex((x) => !Number.isFinite(x));
    if (broken < 0) continue;
    throw notFinite(`${checkpoint}, ${tensor}, entry ${broken}`, data[broken] as number);
  }
}

/** Numbers checked at a time; no larger piece of a file is in memory at once. */
const PIECE = 2 ** 21;

/**
 * Demands that every weight in a safetensors file is a finite number, without reading the file as a whole.
 * @param onTensor called with the number of bytes checked so far
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
