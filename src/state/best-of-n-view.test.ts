import { expect, test } from "vitest";
import { type BestOfNView, bestOfNAddress, defaultBestOfNView } from "./best-of-n-view.ts";

const { searchOf } = bestOfNAddress;
const viewOf = (raw: Record<string, unknown>) => bestOfNAddress.read(raw).view;

test("an address carries what differs from the defaults, and reads back the same", () => {
  const view: BestOfNView = {
    ...defaultBestOfNView,
    models: ["icrm"],
    problems: 20,
    samples: 64,
    temperature: 0.7,
    scale: "kl",
    sort: "gold/8",
    descending: false,
    judge: "truth",
    metric: "gold/4",
    model: "icrm",
    filter: "missed",
    problem: 3,
  };
  expect(viewOf(searchOf(view))).toEqual(view);
  expect(searchOf(defaultBestOfNView)).toEqual({});
});

test("what cannot be used is left at its default", () => {
  expect(viewOf({ problems: 0, samples: 1.5, temperature: "hot", filter: "lost", seed: 7 })).toEqual({
    ...defaultBestOfNView,
    seed: 7,
  });
});
