import { createAlign } from "../../src/state/align.ts";
import { createEngine } from "../../src/state/engine.ts";
import { type RecordedAlignment, recordedAlignment } from "../../src/state/recorded-alignment.ts";
import { engineInProcess, SITE } from "./in-process.ts";

/** What Align opens with: what pressing Start at its defaults gives. */
export async function recordAlignment(): Promise<RecordedAlignment> {
  const engine = createEngine(() => engineInProcess(), `${SITE}models/`);
  const align = createAlign(engine);
  await engine.ready();
  const embedded = engine.store.getState().models?.rewards ?? [];
  await align.start({ embedded, stored: [], policies: [] }, "end");
  const { result, lanes, error } = align.store.getState();
  if (!result || error) throw new Error(error?.what ?? "The alignment came to nothing.");
  return recordedAlignment({
    settings: align.settings.getState(),
    lanes: lanes.map(({ reward, pairs, collapse }) => ({ reward, pairs, collapse })),
    curves: Object.fromEntries(
      Object.entries(align.curves.getState()).map(([id, points]) => [
        id,
        // Speed depends on the machine.
        points.map(({ tokens_per_second: _, ...point }) => point),
      ]),
    ),
    result,
  });
}
