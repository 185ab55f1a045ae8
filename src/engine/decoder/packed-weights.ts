import { numpy as np } from "@jax-js/jax";
import type { Tensor } from "../checkpoint/safetensors.ts";
import type { OwnNumbers, Parameters } from "./parameters.ts";

/** Bits of a packed number. */
export type Bits = 4 | 8;

/** Neighbours in a row that share a scale, as in llama.cpp's and bitsandbytes' blocks. */
const BLOCK = 32;
const WORD = 32;

/** The endings of the names of a packed matrix's two arrays. */
const WORDS = ".packed";
const SCALES = ".scales";

/** A matrix `[rows, columns]` in few bits. */
interface Packed {
  /** `[rows, columns · bits / 32]`, the first number of a word in its lowest bits, each 2^(bits − 1) more than it is. */
  words: Uint32Array<ArrayBuffer>;
  /** `[rows, columns / 32]` */
  scales: Float32Array<ArrayBuffer>;
}

/** Bytes of a number of a packed matrix, with its share of a scale. */
export function packedBytes(bits: Bits): number {
  return bits / 8 + 4 / BLOCK;
}

/**
 * Copies weights to the device, matrices whose rows are whole blocks in few bits: number = (stored − 2^(bits − 1)) · scale, the
 * largest of a block at the end of the range. All else stays float32. The caller owns the result.
 */
export function toPackedParameters(weights: ReadonlyMap<string, Tensor>, bits: Bits): Parameters {
  const params: Parameters = {};
  for (const [name, { data, shape }] of weights) {
    const [rows = 0, columns = 0] = shape;
    if (shape.length === 2 && columns % BLOCK === 0) {
      const { words, scales } = packed(data, bits);
      params[`${name}${WORDS}`] = np.array(words, { shape: [rows, (columns * bits) / WORD] });
      params[`${name}${SCALES}`] = np.array(scales, { shape: [rows, columns / BLOCK] });
    } else params[name] = np.array(data as OwnNumbers, { shape });
  }
  return params;
}

function packed(data: Float32Array, bits: Bits): Packed {
  const [middle, perWord] = [2 ** (bits - 1), WORD / bits];
  const scales = new Float32Array(data.length / BLOCK);
  const words = new Uint32Array(data.length / perWord);
  for (let block = 0; block < scales.length; block++) {
    const start = block * BLOCK;
    let largest = 0;
    for (let i = start; i < start + BLOCK; i++) largest = Math.max(largest, Math.abs(data[i] as number));
    const scale = largest / (middle - 1);
    scales[block] = scale;
    for (let i = start; i < start + BLOCK; i++) {
      const stored = middle + (scale === 0 ? 0 : Math.round((data[i] as number) / scale));
      const word = Math.floor(i / perWord);
      words[word] = ((words[word] as number) | (stored << (bits * (i % perWord)))) >>> 0;
    }
  }
  return { words, scales };
}

/** The parameters by their own names, packed matrices as float32. Borrows the parameters; the caller owns the result. */
export function unpackedParameters(params: Parameters): Parameters {
  const own: Parameters = {};
  for (const [name, array] of Object.entries(params)) {
    if (name.endsWith(SCALES)) continue;
    if (name.endsWith(WORDS)) {
      const matrix = name.slice(0, -WORDS.length);
      own[matrix] = unpacked(array.ref, (params[`${matrix}${SCALES}`] as np.Array).ref);
    } else own[name] = array.ref.astype(np.float32);
  }
  return own;
}

/** `[rows, columns]` of words and scales, both consumed. */
function unpacked(words: np.Array, scales: np.Array): np.Array {
  const [rows, blocks] = scales.shape as [number, number];
  const perWord = (blocks * BLOCK) / (words.shape[1] as number);
  const bits = WORD / perWord;
  const shifts = np.array(Uint32Array.from({ length: perWord }, (_, i) => i * bits));
  const mask = np.array(Uint32Array.of(2 ** bits - 1));
  const stored = np.bitwiseAnd(np.rightShift(np.expandDims(words, -1), shifts), mask);
  const numbers = stored.astype(np.float32).sub(2 ** (bits - 1));
  return numbers
    .reshape([rows, blocks, BLOCK])
    .mul(np.expandDims(scales, -1))
    .reshape([rows, blocks * BLOCK]);
}
