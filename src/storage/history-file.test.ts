import { expect, test } from "vitest";
import { RunHistory } from "../engine/training/run-history.ts";
import { packHistory, unpackHistory } from "./history-file.ts";

test("recordings of a response alone come back, with the labels of its steps and nothing beside it", () => {
  const history = new RunHistory();
  const chosen = { rewards: [0, 0.5, -1], mean: -0.25, outcome: [0.125, 0], consistency: [0.5, -0.5], signs: [1, -1] };
  const rejected = { rewards: [], mean: 0, outcome: [], consistency: null };
  const recording = { pair: 3, step: 2, signal: { chosen, rejected }, q: { chosen: [0.25, 1], rejected: [] } };
  history.record(recording);
  expect(unpackHistory(packHistory(history), "history").allRecordings).toEqual([recording]);
});
