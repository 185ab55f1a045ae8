import type { Attempt } from "../world/class.ts";

/** A stretch of tokens that is written with `probability`, else left out. */
interface Stretch {
  ids: readonly number[];
  probability: number;
}

interface Writer {
  stretches: readonly Stretch[];
  correct: boolean;
}

/** A place in what one writer writes: the token at `offset` of a stretch comes next; behind the last stretch, nothing. */
interface Place {
  writer: number;
  stretch: number;
  offset: number;
  /** Probability that this writer wrote the prefix and stands here, relative to all places of a belief. */
  weight: number;
}

/**
 * The exact distribution of responses to one problem: a known mixture of writers, each of whom writes a fixed text with
 * optional fillers. No other text has probability above 0.
 */
export class ResponseDistribution {
  readonly #writers: readonly Writer[];
  /** Before anything is written. */
  readonly start: Belief;

  /**
   * @param attempts whose shares sum to 1
   * @param encode token ids of a stretch of text; the ids of a text are those of its stretches one after another
   * @param eosId ends every response
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

  /** What is believed after every token of a response: as many entries as tokens, null from where no writer goes along. */
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
    // Many responses share their beginnings: what follows a token is worked out once.
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

  /** A place at the beginning of a stretch, with the chance that the stretch is left out taken into account. */
  #settled(place: Place): Place[] {
    const probability = this.#stretchOf(place)?.probability ?? 1;
    if (probability === 1) return [place];
    const written = { ...place, weight: place.weight * probability };
    const skipped = { ...place, stretch: place.stretch + 1, weight: place.weight * (1 - probability) };
    return [written, ...this.#settled(skipped)].filter(({ weight }) => weight > 0);
  }
}

/** What a prefix says of how a response goes on. */
export interface Belief {
  /** q\*: probability of every token that can come next; none after the end token. */
  next: ReadonlyMap<number, number>;
  /** V\*: probability that the response ends at the right answer (docs/method.md section 2). */
  value: number;
  /** After one more token; null where no response goes on so. */
  after(id: number): Belief | null;
}
