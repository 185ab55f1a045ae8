import { backend } from "./backend.ts";
import type { Tables } from "./tables.ts";

/**
 * Calls back with a query's answer now and whenever it changes. Dexie tracks what a query reads only as long as the
 * query awaits nothing but Dexie, so the query gets the open tables as its argument.
 */
export function watching<T>(query: (tables: Tables) => Promise<T>, listener: (answer: T) => void): () => void {
  let stop: (() => void) | undefined;
  let stopped = false;
  void backend().then(({ tables }) => {
    if (!stopped) stop = tables.watch(() => query(tables), listener);
  });
  return () => {
    stopped = true;
    stop?.();
  };
}

type Watch<T> = (listener: (answer: T) => void) => () => void;

/** Calls back with the answers of two watched queries, once both are known and whenever one changes. */
export function watchBoth<A, B>(first: Watch<A>, second: Watch<B>, listener: (a: A, b: B) => void): () => void {
  let a: { answer: A } | null = null;
  let b: { answer: B } | null = null;
  const tell = () => a && b && listener(a.answer, b.answer);
  const stops = [
    first((answer) => {
      a = { answer };
      tell();
    }),
    second((answer) => {
      b = { answer };
      tell();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
