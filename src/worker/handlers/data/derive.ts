import { novelty } from "../../../engine/data/deduplicate.ts";
import { checkSplit, heldOutBound, promptDraw } from "../../../engine/data/hold-out.ts";
import { Account } from "../../../engine/data/import-report.ts";
import { keptLine } from "../../../engine/data/kept-record.ts";
import { NO_COLUMNS } from "../../../engine/data/record-reader.ts";
import { subset } from "../../../engine/data/subset.ts";
import { DataSetWriter } from "../../../storage/data-set-writer.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import type { Call } from "../../calls.ts";
import type { Derivation } from "../../data-records.ts";
import type { DataShelf } from "./shelf.ts";

/** A new data set: its name, how it was made, and the positions of its records. */
interface Part {
  name: string;
  how: string;
  positions: ReadonlySet<number>;
}

/**
 * Makes new data sets from a data set; none if they would not differ from it.
 * @throws PlaygroundError if a split would leave one side empty
 */
export async function deriveData(
  shelf: DataShelf,
  data: DataSetRecord,
  derivation: Derivation,
  { emit, signal }: Call<"deriveData">,
): Promise<DataSetRecord[]> {
  const parts = await partsOf(shelf, data, derivation, signal);
  const derived: DataSetRecord[] = [];
  for (const { name, how, positions } of parts) {
    derived.push(
      await DataSetWriter.write(async (writer) => {
        const account = new Account(data.report.unit);
        for await (const records of shelf.walk(data, signal)) {
          for (const { position, number, shape, record } of records) {
            if (!positions.has(position)) continue;
            account.enter(number, { kind: "record", shape, record, columns: NO_COLUMNS });
            await writer.add(keptLine({ number, shape, record }));
          }
          emit({ done: (records[0]?.position ?? 0) + records.length, of: data.records });
        }
        const origin = { kind: "derived", from: data.name, how } as const;
        return { name, origin, plan: null, report: account.report() };
      }),
    );
  }
  return derived;
}

async function partsOf(
  shelf: DataShelf,
  data: DataSetRecord,
  derivation: Derivation,
  signal: AbortSignal,
): Promise<Part[]> {
  const { name, records } = data;
  const every = Array.from({ length: records }, (_, position) => position);
  switch (derivation.type) {
    case "subset": {
      const { count, seed } = derivation;
      const positions = new Set(subset(every, count, seed));
      return [{ name: `${name}, ${positions.size} of it`, how: `${positions.size} drawn by seed ${seed}`, positions }];
    }
    case "split": {
      const { seed } = derivation;
      const draws: number[] = [];
      for await (const chunk of shelf.walk(data, signal)) {
        for (const { record } of chunk) draws.push(promptDraw(record.prompt, seed));
      }
      const bound = heldOutBound(draws);
      const heldOut = new Set(every.filter((position) => (draws[position] as number) <= bound));
      checkSplit(records - heldOut.size, heldOut.size, name);
      const training = new Set(every.filter((position) => !heldOut.has(position)));
      const how = `split by prompt, seed ${seed}`;
      return [
        { name: `${name}, held out`, how, positions: heldOut },
        { name: `${name}, training`, how, positions: training },
      ];
    }
    case "deduplicate": {
      const isNew = novelty();
      const positions = new Set<number>();
      for await (const chunk of shelf.walk(data, signal)) {
        for (const { position, record } of chunk) if (isNew(record)) positions.add(position);
      }
      if (positions.size === records) return [];
      const how = `${records - positions.size} duplicates left out`;
      return [{ name: `${name}, without duplicates`, how, positions }];
    }
  }
}
