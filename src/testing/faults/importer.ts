import { isDeepStrictEqual } from "node:util";
import { gzipSync } from "fflate";
import { importAll } from "../../engine/data/import.ts";
import { checkUsed } from "../../engine/data/import-report.ts";
import { keptLine, parseKept } from "../../engine/data/kept-record.ts";
import { preferencePairs } from "../../engine/data/pair-up.ts";
import { choice, type Random, randomInt } from "../../engine/random.ts";
import { parquetOf } from "../parquet.ts";
import { recordExamples } from "../record-examples/index.ts";
import { damaged, damagedBytes, damagedText } from "./damage.ts";
import { type FaultPart, satisfied } from "./part.ts";

const encoder = new TextEncoder();
const examples = recordExamples.map(([, record]) => record);
const parquet = new Uint8Array(parquetOf([{ prompt: "q", chosen: "a", rejected: "b", margin: 2 }]));

/** The bytes of a file, in base64 so that they can be stored. */
export const importer: FaultPart<string> = {
  name: "importer",
  accepted:
    "every record is used, refused or counted; a used one is kept, read back the same, and makes the pairs told",
  make: (random) => Buffer.from(fileOf(random)).toString("base64"),
  found: [],
  async attempt(input) {
    const { records, report } = await importAll(new Blob([Buffer.from(input, "base64")]), "data.jsonl");
    const undecided = Object.values(report.undecided).reduce((sum, count) => sum + count, 0);
    satisfied(report.read === report.used + report.refused + undecided, "records are lost in the account");
    satisfied(records.length === report.used, "records are lost");
    for (const record of records) {
      const { shape, record: again } = parseKept(JSON.parse(keptLine(record)));
      satisfied(shape === record.shape, "the shape changes when it is kept");
      satisfied(isDeepStrictEqual(again, record.record), "the record changes when it is kept");
    }
    const place = { file: "data.jsonl", unit: report.unit, number: 1 };
    const pairs = preferencePairs(
      records.map(({ record }) => ({ place, record })),
      "data.jsonl",
    );
    satisfied(pairs.length === report.pairs, "the pairs are not as many as told");
    // If no record can be used, the error says why.
    checkUsed(report, "data.jsonl", "Give other records.");
  },
};

function fileOf(random: Random): Uint8Array<ArrayBuffer> {
  const records = Array.from({ length: randomInt(random, 1, 4) }, () =>
    random() < 0.8 ? damaged(random, choice(random, examples), randomInt(random, 1, 3)) : choice(random, examples),
  );
  const isArray = random() < 0.3;
  const text = isArray ? JSON.stringify(records) : records.map((record) => JSON.stringify(record)).join("\n");
  const kind = random();
  if (kind < 0.55) return encoder.encode(text);
  if (kind < 0.75) return encoder.encode(damagedText(random, text, randomInt(random, 1, 3)));
  if (kind < 0.85) return damagedBytes(random, encoder.encode(text), randomInt(random, 1, 4));
  if (kind < 0.92) return damagedBytes(random, gzipSync(encoder.encode(text)), randomInt(random, 0, 2));
  return damagedBytes(random, parquet, randomInt(random, 1, 3));
}
