import type { Attempt } from "../world/class.ts";

/** A stretch of tokens that is written with `probability` and otherwise left out. */
interface Stretch {
  ids: readonly number[];
  probability: number;
}

interface Writer {
  stretches: readonly Stretch[];
  correct: boolean;
}

/**
 * A position in what one writer writes: the token at `offset` of the stretch comes next; after the last stretch no
 * token does.
 */
interface Place {
  writer: number;
  stretch: number;
  offset: number;
  /** Probability that this writer wrote the prefix and is at this position, relative to all places of the belief. */
  weight: number;
}

/**
 * The exact distribution of responses to one problem: a known mixture of writers, each of whom writes a fixed text with
 * optional fillers. All other texts have probability 0.
 */
export class ResponseDistribution {
  readonly #writers: readonly Writer[];
  /** The belief before any token. */
  readonly start: Belief;

  /**
   * @param attempts the writers' texts; their shares sum to 1
   * @param encode returns the token ids of a stretch of text; a text's ids are those of its stretches one after another
   * @param eosId the token that ends every response
   */
  constructor(attempts: readonly Attempt[], encode: (text: string) => number[], eosId: number) {
    this.#writers = attempts.map(({ pieces, correct }) => ({
      correct,
      stretches: [
        ...pieces.map(({ text, probability }) => ({ ids: encode(text), probability })),
        { ids: [eosId], probability: 1 },
      ],
    }));
    const begun = attempts.flatMap(({ share }, writer) =>
      this.#settled({ writer, stretch: 0, offset: 0, weight: share }),
    );
    this.start = this.#belief(begun);
  }

  /** The belief after every token of a response; null from the first token on that no writer writes. */
  beliefs(ids: readonly number[]): (Belief | null)[] {
    let belief: Belief | null = this.start;
    return ids.map((id) => {
      belief = belief?.after(id) ?? null;
      return belief;
    });
  }

  #belief(places: readonly Place[]): Belief {
    const total = places.reduce((sum, { weight }) => sum + weight, 0);
    const shares = places.map((place) => ({ ...place, weight: place.weight / total }));
    const right = shares.filter(({ writer }) => this.#writers[writer]?.correct);
    const next = new Map<number, number>();
    for (const place of shares) {
      const id = this.#nextOf(place);
      if (id !== undefined) next.set(id, (next.get(id) ?? 0) + place.weight);
    }
    // Many responses share a beginning, so the belief after a token is computed once.
    const followed = new Map<number, Belief>();
    return {
      next,
      value: right.reduce((sum, { weight }) => sum + weight, 0),
      after: (id) => {
        if (!next.has(id)) return null;
        const known = followed.get(id);
        if (known) return known;
        const moved = shares.filter((place) => this.#nextOf(place) === id).flatMap((place) => this.#advanced(place));
        const belief = this.#belief(moved);
        followed.set(id, belief);
        return belief;
      },
    };
  }

  #stretchOf({ writer, stretch }: Place): Stretch | undefined {
    return this.#writers[writer]?.stretches[stretch];
  }

  #nextOf(place: Place): number | undefined {
    return this.#stretchOf(place)?.ids[place.offset];
  }

  #advanced(place: Place): Place[] {
    const within = { ...place, offset: place.offset + 1 };
    if (this.#nextOf(within) !== undefined) return [within];
    return this.#settled({ ...place, stretch: place.stretch + 1, offset: 0 });
  }

  /** The places reached from the beginning of a stretch, which may be left out. */
  #settled(place: Place): Place[] {
    const probability = this.#stretchOf(place)?.probability ?? 1;
    if (probability === 1) return [place];
    const written = { ...place, weight: place.weight * probability };
    const skipped = { ...place, stretch: place.stretch + 1, weight: place.weight * (1 - probability) };
    return [written, ...this.#settled(skipped)].filter(({ weight }) => weight > 0);
  }
}

/** What a prefix of a response tells about its continuation. */
export interface Belief {
  /** q\*: the probability of every possible next token; empty after the end token. */
  next: ReadonlyMap<number, number>;
  /** V\*: the probability that the response ends with the right answer (docs/method.md section 2). */
  value: number;
  /** The belief after one more token; null if no response continues with it. */
  after(id: number): Belief | null;
}
