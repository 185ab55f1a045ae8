import { checkContext } from "../onnx/context.ts";
import type { DecoderOutput, DecoderSession, KvCache } from "../onnx/session.ts";
import { denseBatch } from "../onnx/token-batch.ts";

/** The process rewards of a response that is being written: each token costs one step of the decoder. */
export class RewardStream {
  /** The reward at the last prompt token. */
  readonly prompt: number;
  /** The rewards of the response tokens so far. */
  readonly tokens: number[];
  readonly #session: DecoderSession;
  readonly #contextLength: number;
  readonly #promptLength: number;
  #cache: KvCache;
  #tail: Promise<unknown> = Promise.resolve();

  /** @param read rewards and cache of the prompt and the given beginning of the response */
  constructor(session: DecoderSession, contextLength: number, promptLength: number, read: DecoderOutput) {
    const [prompt, ...tokens] = (read.rewards as Float32Array).subarray(promptLength - 1);
    this.prompt = prompt as number;
    this.tokens = tokens;
    this.#session = session;
    this.#contextLength = contextLength;
    this.#promptLength = promptLength;
    this.#cache = read.cache;
  }

  /**
   * The reward at the next response token. Calls may overlap; they are answered in order.
   * @throws PlaygroundError if the context is full
   */
  append(id: number): Promise<number> {
    const reward = this.#tail.then(() => this.#step(id));
    this.#tail = reward.catch(() => undefined);
    return reward;
  }

  /** Frees the cache after the appended tokens were read. */
  async dispose(): Promise<void> {
    await this.#tail;
    this.#cache.dispose();
  }

  async #step(id: number): Promise<number> {
    const past = this.#cache.length;
    checkContext(this.#contextLength, this.#promptLength, past + 1 - this.#promptLength);
    const { rewards, cache } = await this.#session.run(denseBatch(1, [id], past), this.#cache);
    this.#cache.dispose();
    this.#cache = cache;
    const reward = (rewards as Float32Array)[0] as number;
    this.tokens.push(reward);
    return reward;
  }
}
