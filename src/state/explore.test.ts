import { beforeEach, describe, expect, test } from "vitest";
import { PlaygroundError } from "../engine/errors.ts";
import type { RequestOf } from "../worker/calls.ts";
import type { EngineClient } from "../worker/client.ts";
import type { TokenRecord, TokenStep, Trajectory, ValueProgress } from "../worker/records.ts";
import { createExplore } from "./explore.ts";
import type { Explore } from "./explore-state.ts";
import { valuesAlong } from "./prefix-values.ts";
import { readTrajectories, trajectoriesDocument } from "./trajectories-document.ts";

/** The probability that the current policy gives every token. */
let q: number;
const token = (id: number): TokenRecord => ({ id, text: `${id}`, q, p: q, top: [] });

function trajectory(
  { prompt, settings }: RequestOf<"generate"> | RequestOf<"score">,
  ids: readonly number[],
): Trajectory {
  return {
    prompt,
    settings,
    tokens: ids.map(token),
    rewards: { bt: [0, ...ids] },
    exact: null,
    text: ids.join(" "),
    finish: "eos",
    judgement: { answer: 3, correct: true, firstWrongStep: -1, misconception: null, steps: [] },
  };
}

/**
 * An engine that completes a prompt that begins with "typed", writes 100 and 101 after every prefix, finds that half of
 * all roll-outs are right, and records its requests.
 */
let asked: (RequestOf<"generate"> | RequestOf<"score"> | RequestOf<"measureValues">)[];
let fail: Error | null;
let hold: Promise<void> | null;
let explore: Explore;

beforeEach(() => {
  asked = [];
  q = 0.5;
  fail = null;
  hold = null;
  const request = async (
    message: RequestOf<"generate"> | RequestOf<"score"> | RequestOf<"measureValues"> | RequestOf<"completePrompt">,
    options: { signal?: AbortSignal; onEvent?: (step: TokenStep | ValueProgress) => void },
  ) => {
    if (message.kind === "completePrompt") {
      const prompt = message.prompt.replace(/^typed /, "Whole: ");
      return { prompt, known: prompt !== message.prompt, unknownWords: [] };
    }
    asked.push(message);
    if (fail) throw fail;
    if (message.kind === "measureValues") {
      const { response, settings, known } = message;
      const positions = [-1, ...response.keys()];
      const estimates = positions.map(
        (position) =>
          known.find((estimate) => estimate.position === position) ?? {
            position,
            successes: settings.rollouts / 2,
            rollouts: settings.rollouts,
          },
      );
      for (const [i, estimate] of estimates.entries()) {
        options.onEvent?.({ estimate, done: i + 1, of: estimates.length });
        if (i === 0) await hold;
        if (options.signal?.aborted) return estimates.slice(0, i + 1);
      }
      return estimates;
    }
    if (message.kind === "score") return trajectory(message, message.response);
    const ids = [...message.prefix, 100, 101];
    options.onEvent?.({ type: "rewards", model: "bt", from: 0, values: [0, ...message.prefix] });
    for (const [index, id] of ids.entries())
      options.onEvent?.({ type: "token", index, token: token(id), at: 10 * index });
    await hold;
    return { ...trajectory(message, ids), ...(options.signal?.aborted && { finish: "cancelled" as const }) };
  };
  explore = createExplore({ client: { request } as unknown as EngineClient, ready: async () => {} });
  explore.store.setState({ prompt: "p" });
});

const state = () => explore.store.getState();
const valuesOf = (place: number) => {
  const { prompt = "", tokens = [] } = state().branches[place]?.trajectory ?? {};
  return valuesAlong(explore.values.getState().estimates, prompt, tokens);
};
const ids = (place: number) => state().branches[place]?.trajectory.tokens.map(({ id }) => id);

test("generating again on the same prompt keeps the trajectory before in sight; another prompt begins anew", async () => {
  await explore.generate();
  await explore.generate();
  const [first, second] = state().branches;
  expect([state().activeId, state().comparedIds]).toEqual([second?.id, [first?.id]]);
  expect(state().announcement).toContain("2 tokens, answer 3, right");
  explore.store.setState({ prompt: "another" });
  await explore.generate();
  expect(state().branches).toHaveLength(1);
  expect(state().comparedIds).toEqual([]);
});

test("what is typed is generated from as a whole, and joins what was written for that", async () => {
  explore.store.setState({ prompt: "typed p" });
  await explore.generate();
  expect(asked[0]).toMatchObject({ kind: "generate", prompt: "Whole: p" });
  expect(state().reading).toEqual({ typed: "typed p", prompt: "Whole: p", known: true, unknownWords: [] });
  expect(state().prompt).toBe("typed p");
  explore.store.setState({ prompt: "Whole: p" });
  await explore.generate();
  expect(state().branches.map(({ trajectory }) => trajectory.prompt)).toEqual(["Whole: p", "Whole: p"]);
  expect(state().reading).toMatchObject({ typed: "Whole: p", known: false });
});

test("a branch keeps the tokens before it and inserts the alternative", async () => {
  await explore.generate();
  const parent = state().branches[0];
  await explore.branch(parent?.id ?? 0, 1, 7);
  expect(asked[1]).toMatchObject({ kind: "generate", prefix: [100, 7] });
  expect(ids(1)).toEqual([100, 7, 100, 101]);
  expect(state().branches[1]).toMatchObject({ parent: parent?.id, branchAt: 1 });
  expect(state().branches[1]?.trajectory.tokens[0]).toBe(parent?.trajectory.tokens[0]);
  expect(state().comparedIds).toEqual([parent?.id]);
});

test("tokens stream into the live store, not into the page's", async () => {
  let release = () => {};
  hold = new Promise((resolve) => {
    release = resolve;
  });
  let pageChanges = 0;
  const done = explore.generate();
  await Promise.resolve();
  // A typed prompt is read once, before the first token.
  explore.store.subscribe(({ reading }, before) => {
    if (reading === before.reading) pageChanges++;
  });
  await new Promise((resolve) => setTimeout(resolve));
  expect(explore.live.getState().trajectory?.tokens.map(({ id }) => id)).toEqual([100, 101]);
  expect(explore.live.getState().tokensPerSecond).toBe(100);
  expect(pageChanges).toBe(0);
  explore.stop();
  release();
  await done;
  expect(explore.live.getState().trajectory).toBeNull();
  expect(state().branches[0]?.trajectory.finish).toBe("cancelled");
  expect(state().status).toBe("idle");
});

test("an error keeps the trajectories and the prompt", async () => {
  await explore.generate();
  fail = new PlaygroundError({ what: "The device was lost", where: "worker" });
  explore.store.setState({ prompt: "another" });
  await explore.generate();
  expect(state().error).toEqual({ what: "The device was lost", where: "worker" });
  expect(state().prompt).toBe("another");
  expect(state().branches).toHaveLength(1);
  expect(state().status).toBe("idle");
});

test("a link's trajectories are scored, not sampled, and keep how they ended", async () => {
  const { settings } = state();
  const linked = [
    { parent: null, branchAt: 0, settings, finish: "eos" as const, tokens: [1, 2, 3] },
    { parent: 0, branchAt: 2, settings, finish: "cancelled" as const, tokens: [1, 2, 9] },
  ];
  await explore.restore(linked, 0);
  expect(asked.map(({ kind }) => kind)).toEqual(["score", "score"]);
  expect([ids(0), ids(1)]).toEqual([
    [1, 2, 3],
    [1, 2, 9],
  ]);
  expect(state().branches[1]?.trajectory.finish).toBe("cancelled");
  expect(state().activeId).toBe(state().branches[0]?.id);
  expect(state().comparedIds).toEqual([state().branches[1]?.id]);
});

test("choosing another branch keeps the one before beside it; removing the active one falls back", async () => {
  await explore.generate();
  await explore.generate();
  const [first, second] = state().branches.map(({ id }) => id);
  explore.activate(first ?? 0);
  expect([state().activeId, state().comparedIds]).toEqual([first, [second]]);
  explore.remove(first ?? 0);
  expect([state().activeId, state().comparedIds]).toEqual([second, []]);
});

test("trajectories are judged again under the reward models there are by then", async () => {
  await explore.generate();
  const [before] = state().branches;
  await explore.judgeAgain();
  const [after] = state().branches;
  expect(asked.at(-1)).toMatchObject({ kind: "score", response: [100, 101] });
  expect(after).toEqual({ ...before, trajectory: { ...before?.trajectory, rewards: { bt: [0, 100, 101] } } });
  expect(state().status).toBe("idle");
});

test("a trajectory that is being written is judged again after it is there", async () => {
  await explore.generate();
  let release = () => {};
  hold = new Promise((resolve) => {
    release = resolve;
  });
  const written = explore.generate();
  const judged = explore.judgeAgain();
  release();
  await Promise.all([written, judged]);
  expect(state().branches).toHaveLength(2);
  expect(asked.map(({ kind }) => kind)).toEqual(["generate", "generate", "score", "score"]);
});

describe("a recording", () => {
  const recorded = () => {
    const { branches } = state();
    const models = { policy: null, rewards: [{ id: "bt", kind: "reward", method: "bt", name: "BT" } as const] };
    return trajectoriesDocument(branches, explore.values.getState().estimates, models, null);
  };
  /** The recording of an engine that wrote one response, branched from it and measured it. */
  async function record() {
    explore.store.setState({ prompt: "one", settings: { ...state().settings, seed: 3 } });
    await explore.generate();
    await explore.branch(state().branches[0]?.id ?? 0, 1, 7);
    await explore.measure();
    const document = JSON.parse(JSON.stringify(recorded()));
    explore.clear();
    asked = [];
    return readTrajectories(document, "here");
  }

  test("is shown as it was exported, without the engine, and exports the same again", async () => {
    const document = await record();
    expect([state().branches, valuesOf(0), state().prompt]).toEqual([[], [], ""]);
    explore.showRecording(document);
    expect([ids(0), ids(1)]).toEqual([
      [100, 101],
      [100, 7, 100, 101],
    ]);
    expect(state().branches[1]?.parent).toBe(state().branches[0]?.id);
    expect([state().prompt, state().settings.seed]).toEqual(["one", 3]);
    expect(valuesOf(1)).toHaveLength(5);
    expect(recorded()).toEqual(document);
    expect(asked).toEqual([]);
  });

  test("stays marked where a branch is added to it, and is gone where all is computed here", async () => {
    const document = await record();
    explore.showRecording(document);
    const [first, second] = state().branches.map(({ id }) => id);
    await explore.branch(first ?? 0, 1, 8);
    expect(state().recording?.branchIds).toEqual([first, second]);
    // What was computed here is removed and restored: what was recorded stays marked.
    explore.remove(state().branches.at(-1)?.id ?? 0);
    explore.bringBack();
    expect(state().recording?.branchIds).toEqual([first, second]);
    explore.remove(second ?? 0);
    expect(state().recording?.branchIds).toEqual([first]);
    q = 0.25;
    await explore.judgeAgain();
    expect(state().recording).toBeNull();
    expect(state().branches[0]?.trajectory.tokens.map((one) => one.q)).toEqual([0.25, 0.25]);
  });

  test("is written again by the engine, with the same settings and its values measured", async () => {
    explore.showRecording(await record());
    await explore.runLive();
    expect(asked.map(({ kind }) => kind)).toEqual(["generate", "measureValues"]);
    expect(asked[0]).toMatchObject({ prompt: "one", settings: { seed: 3 }, prefix: [] });
    expect(state().branches).toHaveLength(1);
    expect([state().recording, valuesOf(0).length]).toEqual([null, 3]);
  });

  test("that is none is refused", () => {
    expect(() => readTrajectories({ format: "icrm-playground/sweep" }, "x.json")).toThrow("no trajectories");
  });
});

describe("measured values", () => {
  const value = (position: number, rollouts = 32) => ({ position, successes: rollouts / 2, rollouts });

  test("belong to the prefixes they were measured at, whichever trajectory begins with them", async () => {
    await explore.generate();
    await explore.measure();
    expect(valuesOf(0)).toEqual([value(-1), value(0), value(1)]);
    expect(explore.values.getState().progress).toEqual({ done: 3, of: 3 });
    expect(state().announcement).toContain("3 prefixes");
    await explore.branch(state().branches[0]?.id ?? 0, 1, 7);
    expect(ids(1)).toEqual([100, 7, 100, 101]);
    expect(valuesOf(1)).toEqual([value(-1), value(0)]);
    explore.store.setState({ prompt: "another" });
    await explore.generate();
    expect(valuesOf(0)).toEqual([]);
  });

  test("are not measured again, unless more roll-outs are asked for", async () => {
    await explore.generate();
    await explore.measure();
    await explore.branch(state().branches[0]?.id ?? 0, 1, 7);
    await explore.measure();
    expect(asked.at(-1)).toMatchObject({ kind: "measureValues", known: [value(-1), value(0)] });
    explore.store.setState({ measurement: { points: "tokens", rollouts: 64 } });
    await explore.measure();
    expect(asked.at(-1)).toMatchObject({ known: [], points: "tokens", settings: { rollouts: 64 } });
    expect(valuesOf(0)).toEqual([value(-1, 64), value(0, 64), value(1)]);
  });

  test("stream into a store of their own; what comes before a stop is kept", async () => {
    await explore.generate();
    let release = () => {};
    hold = new Promise((resolve) => {
      release = resolve;
    });
    const done = explore.measure();
    await Promise.resolve();
    let pageChanges = 0;
    const unsubscribe = explore.store.subscribe(() => pageChanges++);
    await new Promise((resolve) => setTimeout(resolve));
    expect(state().status).toBe("measuring");
    expect(valuesOf(0)).toEqual([value(-1)]);
    expect(pageChanges).toBe(0);
    unsubscribe();
    explore.stop();
    release();
    await done;
    expect(valuesOf(0)).toEqual([value(-1)]);
    expect(state().status).toBe("idle");
  });

  test("are let go when another policy answers, which reads every trajectory again", async () => {
    await explore.generate();
    let release = () => {};
    hold = new Promise((resolve) => {
      release = resolve;
    });
    const measuring = explore.measure();
    await new Promise((resolve) => setTimeout(resolve));
    expect(valuesOf(0)).toEqual([value(-1)]);
    q = 0.25;
    const changed = explore.policyChanged();
    release();
    await Promise.all([measuring, changed]);
    expect(valuesOf(0)).toEqual([]);
    expect(ids(0)).toEqual([100, 101]);
    expect(state().branches[0]?.trajectory.tokens.map((one) => one.q)).toEqual([0.25, 0.25]);
    expect([state().status, state().error]).toEqual(["idle", null]);
  });

  test("give way to a new answer", async () => {
    await explore.generate();
    let release = () => {};
    hold = new Promise((resolve) => {
      release = resolve;
    });
    const measuring = explore.measure();
    await new Promise((resolve) => setTimeout(resolve));
    hold = null;
    const generating = explore.generate();
    release();
    await Promise.all([measuring, generating]);
    expect(state().branches).toHaveLength(2);
    expect([state().status, state().error]).toEqual(["idle", null]);
    expect(state().announcement).toContain("right");
    expect(valuesOf(1)).toEqual([value(-1)]);
  });
});
