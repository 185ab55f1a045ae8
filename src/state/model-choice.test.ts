import { expect, test } from "vitest";
import type { ModelEntry } from "../worker/records.ts";
import { MOST_MODELS, modelChoice } from "./model-choice.ts";

const embedded: ModelEntry[] = ["bt", "icrm"].map((id) => ({ id, kind: "reward", method: id, name: id.toUpperCase() }));
const stored = [{ id: "run:1", name: "Mine", method: "icrm" as const }];

test("without a choice, those of the playground judge", () => {
  expect(modelChoice(null, embedded, stored)).toMatchObject({
    chosen: { embedded: ["bt", "icrm"], stored: [] },
    gone: [],
  });
});

test("a choice names any, and what it names in vain is told", () => {
  const { chosen, entries, gone } = modelChoice(["run:1", "bt", "run:9"], embedded, stored);
  expect(chosen).toEqual({ embedded: ["bt"], stored });
  expect(entries.map(({ name }) => name)).toEqual(["BT", "Mine"]);
  expect(gone).toEqual(["run:9"]);
});

test("no more judge than can be told apart; those that are left out are not gone", () => {
  const many = Array.from({ length: 9 }, (_, i) => ({
    id: `run:${i}`,
    name: "",
    method: "bt" as const,
  }));
  const { chosen, gone } = modelChoice(["bt", ...many.map(({ id }) => id)], embedded, many);
  expect(chosen.embedded).toEqual(["bt"]);
  expect(chosen.stored).toEqual(many.slice(0, MOST_MODELS - 1));
  expect(gone).toEqual([]);
});
