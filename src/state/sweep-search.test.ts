import { defaultParseSearch, defaultStringifySearch } from "@tanstack/react-router";
import { expect, test } from "vitest";
import { DEFAULT_SPACE, type SweepDraft } from "./sweep-draft.ts";
import { asksForSweep, readSweepSearch, sweepSearch } from "./sweep-search.ts";
import { DEFAULT_SETTINGS } from "./train-settings.ts";

const source = { name: "pairs", train: "pairs.jsonl", heldOut: null };
const none = { data: null, heldOutData: null };

test("a sweep as it opens has an empty address", () => {
  expect(sweepSearch({ ...DEFAULT_SPACE, source }, none)).toEqual({});
});

test("everything that a sweep is made of goes into its address, and comes back", () => {
  const draft: Omit<SweepDraft, "source"> = {
    settings: {
      ...DEFAULT_SETTINGS,
      ...{ variants: ["bt"], base: "model:a", generator: "class", pairs: 32, heldOut: 8 },
      config: { ...DEFAULT_SETTINGS.config, steps: 7, tuning: "head", seed: 3 },
    },
    device: "wasm",
    vary: { learningRate: { logRange: [1e-3, 1e-2] }, method: { choices: ["bt", "icrm"] } },
    ...{ sampler: "random", replicates: 8, trials: 16, metric: "heldout/loss", stopping: true },
  };
  const ids = { data: "set-1", heldOutData: "set-2" };
  const search = sweepSearch({ ...draft, source }, ids);
  const read = readSweepSearch(defaultParseSearch(defaultStringifySearch(search)));
  expect(read).toEqual({ draft, ...ids, problems: [] });
});

test.each([
  ["a field that cannot vary", { vary: { seed: { range: [0, 1] } } }, /^vary: /],
  ["no field at all", { vary: { foo: { range: [0, 1] } } }, /^vary: (?!Cannot)/],
  ["a range that is none", { vary: { rho: { range: [1, 0] } } }, /^vary: /],
  ["no variations at all", { vary: "rho" }, /^vary: /],
  ["an unknown sampler", { sampler: "sobol" }, /^sampler: /],
  ["no trial", { trials: 0 }, /^trials: /],
  ["a setting out of its bounds", { steps: -1 }, /^steps: /],
])("%s is named, and the rest of the address counts", (_, wrong, problem) => {
  const { draft, problems } = readSweepSearch({ replicates: 3, ...wrong });
  expect(problems).toEqual([expect.stringMatching(problem)]);
  expect(draft).toEqual({ ...DEFAULT_SPACE, replicates: 3 });
});

test.each([
  [{ device: "wasm" }, false],
  [{ trials: 160 }, true],
  [{ data: "cued" }, true],
  [{ vary: { rho: { range: [0, 0.1] } } }, true],
])("%o asks for a sweep of its own: %s", (address, own) => {
  expect(asksForSweep(readSweepSearch(address))).toBe(own);
});
