/** Milliseconds that a call takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/**
 * Milliseconds of several pieces of work over several rounds. Within a round they take turns, in reverse order in every
 * other round, so that other load on the machine and contents of caches affect all of them alike. The first rounds warm
 * up compilers and are not counted.
 */
export async function timedInTurn<Name extends string>(
  works: Record<Name, () => Promise<unknown>>,
  { rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<Record<Name, number[]>> {
  const entries = Object.entries(works) as [Name, () => Promise<unknown>][];
  const times = Object.fromEntries(entries.map(([name]) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, work] of round % 2 === 0 ? entries : entries.toReversed()) {
      const milliseconds = await timed(work);
      if (round >= 0) times[name].push(milliseconds);
    }
  }
  return times;
}
