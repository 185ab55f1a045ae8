import { expect, test } from "vitest";
import { PRESETS } from "./train-presets.ts";
import { asksForTraining, readTrainSearch, trainSearch } from "./train-search.ts";
import { DEFAULT_SETTINGS, type TrainSettings } from "./train-settings.ts";

const PINS = [0, 1, 2];
const embedded = { data: null, heldOutData: null };

test("an address carries what differs from the defaults, and reads back the same", () => {
  expect(trainSearch(DEFAULT_SETTINGS, "auto", PINS, PINS, embedded)).toEqual({});
  for (const { settings } of PRESETS) {
    const all: TrainSettings = {
      ...settings,
      variants: ["icrm", "shuffled"],
      base: "model:3",
      generator: "run:7",
      config: { ...settings.config, loraTargets: ["q_proj", "v_proj"], seed: 7 },
    };
    const search = trainSearch(all, "wasm", [4], PINS, embedded);
    const read = readTrainSearch(JSON.parse(JSON.stringify(search)));
    const data = { data: null, heldOutData: null };
    expect(read).toEqual({ settings: all, device: "wasm", pins: [4], resume: [], problems: [], ...data });
  }
});

test("an address names pairs of the playground and data sets of this browser", () => {
  const search = (data: string, heldOutData: string | null) =>
    trainSearch(DEFAULT_SETTINGS, "auto", PINS, PINS, { data, heldOutData });
  expect(search("cued", null)).toEqual({ data: "cued" });
  expect(search("a", null)).toEqual({ data: "a" });
  expect(readTrainSearch({ ...search("a", "b") })).toMatchObject({ data: "a", heldOutData: "b", problems: [] });
});

test("what an address says wrongly is named and left out", () => {
  const { settings, device, problems } = readTrainSearch({
    runs: "bt,nonsense",
    learningRate: 0,
    steps: "many",
    pairs: -3,
    device: "abacus",
    rho: 0.4,
  });
  expect(settings).toEqual({ ...DEFAULT_SETTINGS, config: { ...DEFAULT_SETTINGS.config, rho: 0.4 } });
  expect(device).toBe("auto");
  expect(problems.map((problem) => problem.split(":")[0]).sort()).toEqual([
    "device",
    "learningRate",
    "pairs",
    "runs",
    "steps",
  ]);
});

test("numbers beyond the form's, and a name that no setting has, are named", () => {
  const { settings, problems } = readTrainSearch({
    steps: 1_000_000_000_000,
    stepz: 60,
    recordEvery: 1.5,
    learningRate: 1e12,
    maxGradNorm: 0.05,
  });
  expect(settings).toEqual(DEFAULT_SETTINGS);
  expect(problems).toEqual([
    "stepz: this page has no such setting.",
    "recordEvery: expected a whole number, found 1.5. The default is used.",
    "learningRate: expected a number between 0.000001 and 10, found 1000000000000. The default is used.",
    "steps: expected a number between 1 and 5000, found 1000000000000. The default is used.",
    "maxGradNorm: expected a number between 0.1 and 100, found 0.05. The default is used.",
  ]);
});

test.each([
  [{}, false],
  [{ device: "wasm" }, false],
  [{ device: "wasm", steps: 7 }, true],
  [{ data: "cued" }, true],
  [{ pins: "4" }, true],
  [{ run: "a-run" }, true],
])("%o asks for a training of its own: %s", (address, own) => {
  expect(asksForTraining(readTrainSearch(address))).toBe(own);
});
