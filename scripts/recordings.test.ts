import { afterAll, beforeAll, expect, test } from "vitest";
import { listDirectory } from "../src/cli/files.ts";
import { readTrajectories } from "../src/state/trajectories-document.ts";
import { EngineClient } from "../src/worker/client.ts";
import { FOLDER, readRecorded, readSources } from "./recordings/files.ts";
import { engineInProcess, SITE, serveSite } from "./recordings/in-process.ts";
import { materialHash } from "./recordings/material.ts";

const MOST_BYTES = 3_000_000;

let restore: () => void;
beforeAll(() => {
  restore = serveSite();
});
afterAll(() => restore());

test("every recording was made of the models and pairs that are here, and all are small", async () => {
  const files = await listDirectory(FOLDER);
  const sources = await readSources();
  const recorded = files.map(({ path }) => path.replace(".json", "")).filter((name) => name !== "sources");
  expect(Object.keys(sources).sort()).toEqual(recorded.sort());
  const material = await materialHash();
  // After the models have changed: npm run recordings
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
    expect(now.exact).toEqual(exact);
    for (const [i, { q }] of tokens.entries()) expect(now.tokens[i]?.q, `q of token ${i}`).toBeCloseTo(q, 4);
    for (const [model, process] of Object.entries(rest.rewards)) {
      for (const [i, r] of process.entries()) expect(now.rewards[model]?.[i], `${model} at ${i}`).toBeCloseTo(r, 4);
    }
    // The same prefix has the same roll-outs: one of them drawn again says as much as all.
    const last = values.at(-1);
    const again = await client.request<"measureValues">({
      ...{ kind: "measureValues", prompt, response, points: "steps" },
      settings: { rollouts: last?.rollouts ?? 0, maxTokens: recorded.rollouts.maxTokens, seed: recorded.rollouts.seed },
      known: values.slice(0, -1),
    });
    expect(again.at(-1)).toMatchObject({ successes: last?.successes, rollouts: last?.rollouts });
  }
});
