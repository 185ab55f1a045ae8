import { expect, test } from "vitest";
import { defaultSettings, type ExploreState } from "../../state/explore-state.ts";
import { decodeBranches } from "../../state/link.ts";
import type { Trajectory } from "../../worker/records.ts";
import { exploreSearch, readExploreSearch } from "./search.ts";

const state: ExploreState = {
  prompt: "Mia has 3 apples.",
  settings: { ...defaultSettings, temperature: 0.7, seed: 11 },
  scale: "raw",
  branches: [],
  activeId: null,
  comparedIds: [],
  reading: null,
  examples: [],
  recording: null,
  removed: null,
  opening: false,
  measurement: { points: "steps", rollouts: 32 },
  status: "idle",
  asked: null,
  error: null,
  notice: null,
  announcement: "",
};

const auto = { choice: "auto", policy: null } as const;

const written = (...ids: number[]) =>
  ({
    prompt: "An older prompt.",
    settings: defaultSettings,
    finish: "eos",
    tokens: ids.map((id) => ({ id, text: `${id}`, q: 1, p: 1, top: [] })),
  }) as unknown as Trajectory;

test("an address carries what differs from the defaults, and reads back the same", () => {
  const search = exploreSearch(state, { choice: "wasm", policy: { id: "p1", name: "Tuned" } });
  expect(search).toEqual({
    prompt: state.prompt,
    temperature: 0.7,
    seed: 11,
    device: "wasm",
    policy: "p1",
    scale: "raw",
  });
  expect(readExploreSearch(search)).toEqual({ search, problems: [] });
  expect(exploreSearch({ ...state, prompt: "", settings: defaultSettings, scale: "sigma" }, auto)).toEqual({});
});

test("trajectories travel with the prompt they were written for, their tree and the active one", () => {
  const branches = [
    { id: 4, parent: null, branchAt: 0, trajectory: written(5, 6, 7) },
    { id: 9, parent: 4, branchAt: 1, trajectory: written(5, 8) },
  ];
  const search = exploreSearch({ ...state, branches, activeId: 4 }, auto);
  expect(search).toMatchObject({ prompt: "An older prompt.", active: 0 });
  expect(decodeBranches(search.t ?? "")).toMatchObject([
    { parent: null, tokens: [5, 6, 7] },
    { parent: 0, branchAt: 1, tokens: [5, 8] },
  ]);
  expect(exploreSearch({ ...state, branches, activeId: 9 }, auto)).not.toHaveProperty("active");
  const asked = exploreSearch({ ...state, branches, status: "generating", asked: "A new prompt." }, auto);
  expect([asked.prompt, asked.t]).toEqual(["A new prompt.", undefined]);
  const again = exploreSearch({ ...state, branches, status: "generating", asked: "An older prompt." }, auto);
  expect(again).toMatchObject({ prompt: "An older prompt.", t: search.t });
});

test("what an address says wrongly is named and left out", () => {
  const { search, problems } = readExploreSearch({
    prompt: 12,
    temperature: 9,
    topK: "many",
    device: "abacus",
    seed: 3,
  });
  expect(search).toEqual({ prompt: "12", seed: 3 });
  expect(problems.map((problem) => problem.split(":")[0])).toEqual(["temperature", "topK", "device"]);
});
