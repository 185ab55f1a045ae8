/**
 * The workers that compute a run together: each has all of its parameters, and computes the gradient of its share of every
 * batch. Sums are the same for all of them, to the bit, and so are the steps that they make of them.
 */
export interface Team {
  /** Number of this worker, from 0 on. */
  readonly place: number;
  readonly size: number;
  /**
   * Adds up the numbers of all workers, that of worker 0 first. All of them have to ask for the same sums in the same order.
   * @returns the sums, which are valid until the next call
   * @throws PlaygroundError if another worker has ended
   */
  sum(values: Float32Array): Promise<Float32Array>;
}

/** Where part `place` of `size` parts of `count` things begins and ends; parts are neighbours, as even as it goes. */
export function spanOf(count: number, { place, size }: Pick<Team, "place" | "size">): [from: number, to: number] {
  return [Math.floor((place * count) / size), Math.floor(((place + 1) * count) / size)];
}
