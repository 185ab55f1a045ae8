import { Jaxpr } from "@jax-js/jax";

/** The hash of jax-js: it takes in values one by one, and `value` tells them from others. */
interface Hash {
  value: bigint | number;
  /** Two words of 32 bits that every part is mixed into; none before the first. */
  low?: number;
  high?: number;
  update(part: unknown): this;
}

let replaced = false;

/**
 * Lets jax-js hash expressions in 32-bit integers. While it compiles a program, jax-js 0.1.25 hashes every expression of
 * every kernel, character by character, in arbitrarily long integers; that took a quarter of the time before the first
 * step of a training. `expression-hash.test.ts` fails when jax-js hashes in another way, and the file can go.
 *
 * Everything that is hashed in one program must be hashed alike: called before jax-js compiles anything.
 * @returns whether jax-js had the hash that is replaced here
 */
export function hashInIntegers(): boolean {
  if (replaced) return true;
  const hash = hashOfJax();
  if (typeof hash?.value !== "bigint") return false;
  replaced = true;
  Object.getPrototypeOf(hash).update = update;
  return true;
}

/** A hash that jax-js has begun; a literal of a program is handed to it. */
export function hashOfJax(): Hash | undefined {
  let found: Hash | undefined;
  const literal = { value: { hash: (state: Hash) => (found = state) } };
  new Jaxpr([], [], [literal as unknown as Jaxpr["outs"][number]]).getHash();
  return found;
}

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
/** The words of the hash that takes something in at present; kept outside of it, since they are read at every character. */
let low = 0;
let high = 0;

function update(this: Hash, part: unknown): Hash {
  if (typeof part === "object" && part !== null) {
    (part as { hash(state: Hash): void }).hash(this);
    return this;
  }
  low = this.low ?? 0x3c6ef372;
  high = this.high ?? 0x1b873593;
  if (typeof part === "number") {
    float[0] = part;
    mix(1);
    mix(words[0] as number);
    mix(words[1] as number);
  } else {
    // `undefined` and `null`, booleans and long integers are told apart from strings by the word before them.
    const text = String(part);
    mix(typeof part === "string" ? 2 : 3);
    mix(text.length);
    for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i));
  }
  this.low = low;
  this.high = high;
  this.value = (finish(high) & 0x1fffff) * 2 ** 32 + (finish(low) >>> 0);
  return this;
}

/** Takes a word in, as MurmurHash3 (128 bits, for 32-bit machines) does with two of its four lanes. */
function mix(word: number): void {
  low = rotate(low ^ Math.imul(rotate(Math.imul(word, 0x239b961b), 15), 0xab0e9789), 19);
  low = (Math.imul(low + high, 5) + 0x561ccd1b) | 0;
  high = rotate(high ^ Math.imul(rotate(Math.imul(word, 0xab0e9789), 16), 0x38b34ae5), 17);
  high = (Math.imul(high + low, 5) + 0x0bcaa747) | 0;
}

const rotate = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits));

/** Spreads every bit of a word over all its bits (the finaliser of MurmurHash3). */
function finish(word: number): number {
  let bits = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
