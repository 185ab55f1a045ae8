import { defaultParseSearch, defaultStringifySearch } from "@tanstack/react-router";
import { choice, randomInt } from "../../engine/random.ts";
import { checkRewardModelConfig } from "../../engine/training/check-config.ts";
import { readExploreSearch } from "../../features/explore/search.ts";
import { decodeBranches, encodeBranches, type LinkedBranch } from "../../state/link.ts";
import { samplingLimits } from "../../state/sampling-limits.ts";
import { readTrainSearch, trainSearch } from "../../state/train-search.ts";
import { variantConfig } from "../../state/train-settings.ts";
import { damaged, damagedText } from "./damage.ts";
import { type FaultPart, satisfied } from "./part.ts";

const settings = { temperature: 1, topK: 0, topP: 1, seed: 7, maxTokens: 64 };
const first: LinkedBranch = { parent: null, branchAt: 0, settings, finish: "eos", tokens: [5, 9, 300, 2] };
const branches: LinkedBranch[] = [
  first,
  { parent: 0, branchAt: 2, settings: { ...settings, seed: 4294967295 }, finish: "length", tokens: [5, 9, 7] },
];
const explore = {
  ...{ prompt: "Mia has 14 apples.", temperature: 0.7, topK: 5, topP: 0.9, seed: 3, maxTokens: 32, device: "wasm" },
  ...{ policy: "policy:a", scale: "raw", t: encodeBranches(branches), active: 1 },
};
const train = {
  ...{ runs: "bt,icrm", base: "model:a", generator: "policy", pairs: 64, heldOut: 8, recordEvery: 2, device: "webgpu" },
  ...{ pins: "0,3", run: "a,b", data: "x", heldOutData: "y", learningRate: 0.001, steps: 40, loraTargets: "q_proj" },
};

/** The part of an address after its question mark, read as router and pages read it. */
export const address: FaultPart<string> = {
  name: "address parsing",
  accepted:
    "every setting is within its limits, branches hang on branches before them, and the address written reads the same",
  make(random) {
    const search = damaged(random, choice(random, [explore, train]), randomInt(random, 1, 3)) as Record<
      string,
      unknown
    >;
    const text = defaultStringifySearch(typeof search === "object" && search !== null ? search : { t: search });
    return random() < 0.3 ? damagedText(random, text, randomInt(random, 1, 3)) : text;
  },
  found: [
    "?t=%7B%22toString%22%3Anull%7D",
    "?prompt=%7B%22toString%22%3Anull%7D",
    "?loraTargets=%5B%22%22%5D",
    "?loraTargets=%5B%22q_proj%2Cv_proj%22%5D",
    // 400 alternatives, and a temperature of 20.
    "?t=AA0AAZADoBwdABQmsAgI.AQIBZADoB_____8PQAc",
    `?t=${encodeBranches([{ ...first, settings: { ...settings, temperature: 20 } }])}`,
  ],
  attempt(input) {
    const raw: Record<string, unknown> = defaultParseSearch(input);
    checkTrain(raw);
    const { search } = readExploreSearch(raw);
    for (const [name, [low, high]] of Object.entries(samplingLimits)) {
      const value = search[name as keyof typeof samplingLimits];
      satisfied(value === undefined || (value >= low && value <= high), `${name} is ${value}`);
    }
    if (search.t !== undefined) checkBranches(decodeBranches(search.t));
  },
};

function checkTrain(raw: Record<string, unknown>): void {
  const { settings: read, device, pins, data, heldOutData } = readTrainSearch(raw);
  for (const variant of ["bt", "icrm"] as const) checkRewardModelConfig(variantConfig(variant, read.config), "address");
  const written = trainSearch(read, device, pins ?? [], [], { data, heldOutData });
  const again = readTrainSearch(defaultParseSearch(defaultStringifySearch(written)));
  satisfied(again.problems.length === 0, `what the page writes reads with ${again.problems.join(" ")}`);
  satisfied(
    JSON.stringify(again.settings) === JSON.stringify(read),
    "the settings read otherwise once they are written",
  );
}

function checkBranches(read: readonly LinkedBranch[]): void {
  for (const [place, { parent, branchAt, settings: own, tokens }] of read.entries()) {
    satisfied(typeof parent !== "number" || (parent >= 0 && parent < place), "a branch hangs on one behind it");
    satisfied(branchAt <= tokens.length, "a branch begins behind its end");
    satisfied(
      tokens.every((id) => Number.isSafeInteger(id) && id >= 0),
      "a token has no id",
    );
    for (const name of ["temperature", "topK", "topP", "seed"] as const) {
      const [[low, high], value] = [samplingLimits[name], own[name]];
      satisfied(value >= low && value <= high, `${name} of a branch is ${value}`);
    }
  }
  const again = decodeBranches(encodeBranches(read));
  satisfied(JSON.stringify(again) === JSON.stringify(read), "the branches read otherwise once they are written");
}
