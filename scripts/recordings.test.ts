import { afterAll, beforeAll, expect, test } from "vitest";
import { listDirectory } from "../src/cli/files.ts";
import { MAX_RESPONSE_TOKENS } from "../src/engine/policy/generate.ts";
import { trialsOf } from "../src/engine/sweep/plan.ts";
import { readSweep } from "../src/engine/sweep/record.ts";
import { trialKey } from "../src/engine/sweep/trial.ts";
import { bestOfNRequest } from "../src/features/best-of-n/setup/request.ts";
import invitations from "../src/features/explore/invitations.json" with { type: "json" };
import { DEFAULT_ALIGN_SETTINGS } from "../src/state/align-settings.ts";
import { defaultBestOfNView } from "../src/state/best-of-n-view.ts";
import { defaultSettings } from "../src/state/explore-state.ts";
import { readAlignment } from "../src/state/recorded-alignment.ts";
import { readMeasurement } from "../src/state/recorded-measurement.ts";
import { readTraining } from "../src/state/recorded-training.ts";
import { DEFAULT_SPACE, sweepPlanOf } from "../src/state/sweep-draft.ts";
import { readTrajectories } from "../src/state/trajectories-document.ts";
import { EngineClient } from "../src/worker/client.ts";
import { FOLDER, readRecorded, readSources, recordedText } from "./recordings/files.ts";
import { engineInProcess, SITE, serveSite } from "./recordings/in-process.ts";
import { isInstructive } from "./recordings/invitations.ts";
import { materialHash } from "./recordings/material.ts";
import { openTrain } from "./recordings/training.ts";

const MOST_BYTES = 3_000_000;
/** Number of steps of the training that the test repeats. */
const STEPS = 2;

let restore: () => void;
beforeAll(() => {
  restore = serveSite();
});
afterAll(() => restore());

const rounded = (value: unknown): unknown => JSON.parse(recordedText(value));

test("every recording was made of the models and pairs that are here, and all are small", async () => {
  const files = await listDirectory(FOLDER);
  const sources = await readSources();
  const recorded = files.map(({ path }) => path.replace(/\.json(\.gz)?$/, "")).filter((name) => name !== "sources");
  expect(Object.keys(sources).sort()).toEqual(recorded.sort());
  const material = await materialHash();
  // If this fails because the models have changed: npm run recordings
  for (const name of recorded) expect(sources[name]?.material, name).toBe(material);
  expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(MOST_BYTES);
});

test("Explore's recording is what the present engine says of its tokens, token by token", async () => {
  const recorded = readTrajectories(await readRecorded("explore"), "explore.json");
  const client = new EngineClient(() => engineInProcess());
  await client.request<"start">({ kind: "start", device: "wasm" });
  const { rewards } = await client.request<"loadModels">({ kind: "loadModels", folder: `${SITE}models/` });
  expect(recorded.rewardModels).toEqual(rewards);
  for (const { tokens, settings, verdict, exact, values, ...rest } of recorded.trajectories) {
    const response = tokens.map(({ id }) => id);
    const { prompt } = recorded;
    const now = await client.request<"score">({ kind: "score", prompt, settings, response });
    expect(now.judgement).toEqual(verdict);
    expect(rounded(now.exact)).toEqual(exact);
    for (const [i, { q }] of tokens.entries()) expect(now.tokens[i]?.q, `q of token ${i}`).toBeCloseTo(q, 4);
    for (const [model, process] of Object.entries(rest.rewards)) {
      for (const [i, r] of process.entries()) expect(now.rewards[model]?.[i], `${model} at ${i}`).toBeCloseTo(r, 4);
    }
    // Roll-outs depend on the prefix alone, so drawing one value again tests them all.
    const last = values.at(-1);
    const again = await client.request<"measureValues">({
      ...{ kind: "measureValues", prompt, response, points: "steps" },
      settings: { rollouts: last?.rollouts ?? 0, maxTokens: recorded.rollouts.maxTokens, seed: recorded.rollouts.seed },
      known: values.slice(0, -1),
    });
    expect(again.at(-1)).toMatchObject({ successes: last?.successes, rollouts: last?.rollouts });
  }
});

test("the recorded training begins as a training of the same settings begins here", async () => {
  const recorded = readTraining(await readRecorded("training"), "training.json");
  const train = await openTrain(recorded.settings);
  const ran = train.start();
  const own = new Promise<void>((resolve) => {
    train.pulse.subscribe(() => {
      if (recorded.runs.every(({ id }) => train.record().track(id).step >= STEPS)) resolve();
    });
  });
  await own;
  train.stop();
  await ran;
  expect(train.store.getState().pinned.map(({ place, prompt }) => [place, prompt])).toEqual(
    recorded.pinned.map(({ place, prompt }) => [place, prompt]),
  );
  for (const { id, update } of recorded.runs) {
    const { curves } = train.record().track(id);
    for (let i = 0; i < STEPS; i++) {
      expect(curves.values.loss?.[i], `loss of ${id} at step ${i + 1}`).toBeCloseTo(
        update.curves.values.loss?.[i] ?? 0,
        4,
      );
    }
    for (const { pair, step, signal } of recorded.frames.filter(({ run, step: at }) => run === id && at === 0)) {
      const now = train.record().frame(id, pair, step);
      for (const [t, reward] of signal.chosen.rewards.entries()) {
        expect(now?.signal.chosen.rewards[t], `${id}, pair ${pair}, reward ${t}`).toBeCloseTo(reward, 4);
      }
    }
  }
});

test("recorded measurements are what the pages ask for, and the responses in them are judged so here", async () => {
  const evaluation = readMeasurement("evaluate")(await readRecorded("evaluation"), "evaluation.json.gz");
  const bestOfN = readMeasurement("bestOfN")(await readRecorded("best-of-n"), "best-of-n.json.gz");
  const { models, training } = bestOfN.request;
  const [first] = training;
  if (!first) throw new Error("It knows no training pairs.");
  expect(bestOfNRequest(defaultBestOfNView, { models, policies: [], training: first })).toEqual(bestOfN.request);

  const client = new EngineClient(() => engineInProcess());
  await client.request<"start">({ kind: "start", device: "wasm" });
  const { rewards } = await client.request<"loadModels">({ kind: "loadModels", folder: `${SITE}models/` });
  expect([evaluation.models, bestOfN.models]).toEqual([rewards, rewards]);
  const settings = { temperature: 1, topK: 0, topP: 1, seed: 0, maxTokens: MAX_RESPONSE_TOKENS };
  const scored = (prompt: string, response: readonly number[]) =>
    client.request<"score">({ kind: "score", prompt, settings, response });
  for (const { prompt, responseIds, rewards: judged, correct } of evaluation.value.trajectories.slice(0, 4)) {
    const now = await scored(prompt, responseIds);
    expect(now.judgement.correct).toBe(correct);
    for (const { id } of rewards) expect(now.rewards[id]?.at(-1), id).toBeCloseTo(judged[id]?.tokens.at(-1) ?? 0, 4);
  }
  const [problem] = bestOfN.value.problems;
  for (const { ids, correct, rewards: judged } of problem?.samples.slice(0, 4) ?? []) {
    const now = await scored(problem?.prompt ?? "", ids);
    expect(now.judgement.correct).toBe(correct);
    for (const { id } of rewards) expect(now.rewards[id]?.at(-1), id).toBeCloseTo(judged[id] ?? 0, 4);
  }
});

test("the recorded alignment is of the page's defaults, and its pairs and answers are judged so here", async () => {
  const { settings, lanes, result } = readAlignment(await readRecorded("alignment"), "alignment.json.gz");
  expect(settings).toEqual(DEFAULT_ALIGN_SETTINGS);
  const client = new EngineClient(() => engineInProcess());
  await client.request<"start">({ kind: "start", device: "wasm" });
  const { rewards } = await client.request<"loadModels">({ kind: "loadModels", folder: `${SITE}models/` });
  expect(lanes.map(({ reward }) => reward)).toEqual(rewards.slice(0, lanes.length));
  const sampling = { temperature: 1, topK: 0, topP: 1, seed: 0, maxTokens: MAX_RESPONSE_TOKENS };
  const [problem] = result.answers;
  const [first] = problem?.base ?? [];
  const response = first?.tokens.map(({ id }) => id) ?? [];
  const now = await client.request<"score">({
    ...{ kind: "score", prompt: problem?.prompt ?? "", settings: sampling, response },
  });
  expect(now.judgement).toEqual(first?.judgement);
  for (const [i, { q }] of (first?.tokens ?? []).entries()) expect(now.tokens[i]?.q, `q of ${i}`).toBeCloseTo(q, 4);
  for (const { reward } of lanes) {
    expect(now.rewards[reward.id]?.at(-1), reward.id).toBeCloseTo(first?.rewards[reward.id]?.at(-1) ?? 0, 4);
  }
});

// The test of Train's recording covers how a trial ends, since a trial is such a training. `readSweep` compares every trial's
// values with the values that the sampler draws now.
test("the recorded sweep is the one that the page's defaults give, and every trial of it ended", async () => {
  const { plan, trials, material } = readSweep(await readRecorded("sweep"), "sweep.json.gz");
  expect(plan).toEqual(sweepPlanOf(DEFAULT_SPACE));
  expect(new Set(trials.map(trialKey))).toEqual(new Set(trialsOf(plan).map(trialKey)));
  expect(trials.filter(({ status }) => status !== "finished")).toEqual([]);
  expect(material?.pinned).not.toBeNull();
});

test("every invitation of Explore's empty page leads to a mistake that has a name and costs the exact value", async () => {
  const client = new EngineClient(() => engineInProcess());
  await client.request<"start">({ kind: "start", device: "wasm" });
  await client.request<"loadModels">({ kind: "loadModels", folder: `${SITE}models/` });
  for (const { prompt, seed } of invitations) {
    const settings = { ...defaultSettings, seed };
    const trajectory = await client.request<"generate">({ kind: "generate", prompt, settings, prefix: [] });
    expect(isInstructive(trajectory), prompt).toBe(true);
  }
});
