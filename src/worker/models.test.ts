import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { formatJsonLines } from "../engine/data/json-lines.ts";
import { GENERATIVE_DEFAULTS } from "../engine/reward/generative-settings.ts";
import { wordProblems } from "../engine/world/index.ts";
import { models as kept } from "../storage/models.ts";
import { listRewardModels } from "../storage/reward-models.ts";
import type { StoredPolicy } from "../storage/stored-model.ts";
import { listPolicies } from "../storage/stored-policies.ts";
import { storedCheckpoint } from "../storage/stored-source.ts";
import { bringModel } from "../testing/brought-model.ts";
import { tinyJudge } from "../testing/tiny-judge.ts";
import { exportedModel, tinyModel, tinyModels } from "../testing/tiny-models.ts";
import { tinyPairs } from "../testing/tiny-pairs.ts";
import { evaluateHandlers } from "./handlers/evaluate/handlers.ts";
import { measureTrajectoryValues } from "./handlers/explore/measure-values.ts";
import { completePrompt, exampleProblems } from "./handlers/explore/problems.ts";
import { generateTrajectory, scoreTrajectory } from "./handlers/explore/trajectory.ts";
import { askModel } from "./handlers/models/ask.ts";
import { Models, weightsOf } from "./models.ts";

// Node 20 has no navigator; without locks and quota, the storage keeps everything in memory.
if (typeof navigator === "undefined") vi.stubGlobal("navigator", {});

const FOLDER = "https://models.test/";
const runtime = { backend: "wasm", threads: 1 } as const;
const call = { emit: () => {}, signal: new AbortController().signal };
const settings = { temperature: 1, topK: 0, topP: 1, seed: 1, maxTokens: 6 };
const ids = (entries: readonly { id: string }[]) => entries.map(({ id }) => id);

let models: Models;
beforeEach(async () => {
  const files = tinyModels();
  vi.stubGlobal("fetch", async (address: string) => {
    const bytes = files.get(String(address).slice(FOLDER.length));
    return bytes ? new Response(bytes as Uint8Array<ArrayBuffer>) : new Response("", { status: 404 });
  });
  models = new Models();
  await models.load(FOLDER, runtime, call.signal, () => {});
});
afterEach(async () => {
  vi.unstubAllGlobals();
  if (typeof navigator === "undefined") vi.stubGlobal("navigator", {});
  for (const { id } of await kept.list()) await kept.erase(id);
});

/** Stores a policy and a reward model (a sequence classifier) whose tokens are bytes. */
async function bringBytes() {
  await bringModel("bytes-policy", tinyModel({ seed: 5, valueHead: false, tokenizer: "qwen" }));
  await bringModel("bytes-reward", tinyModel({ seed: 6, valueHead: true, classifier: true, tokenizer: "qwen" }));
  const policy = (await listPolicies()).find(({ name }) => name === "bytes-policy");
  const [reward] = await listRewardModels();
  if (!policy || !reward) throw new Error("They were not brought in");
  return { policy, reward };
}

test("a checkpoint that was brought in answers; those that read its tokens judge, and the others again after it", async () => {
  const { policy, reward } = await bringBytes();
  expect((await models.chooseStored([reward], runtime)).failures[0]?.report.what).toContain("reads other tokens");

  const answering = await models.choosePolicy(policy, runtime);
  expect([answering.policy?.name, ids(answering.rewards)]).toEqual(["bytes-policy", []]);
  expect(ids((await models.chooseStored([reward], runtime)).rewards)).toEqual([reward.id]);
  const written = await generateTrajectory(models, { kind: "generate", prompt: "¿Qué?", settings, prefix: [] }, call);
  expect(written.tokens.length).toBeGreaterThan(0);
  expect(Object.keys(written.rewards)).toEqual([reward.id]);
  // One reward at the end of the prompt and one at every token.
  expect(written.rewards[reward.id]).toHaveLength(written.tokens.length + 1);

  expect(ids((await models.choosePolicy(null, runtime)).rewards)).toEqual(["bt", "icrm"]);
  // The same ids are other words for the playground's policy.
  const { prompt, text, tokens } = { ...written, prompt: "Mia has 3 apples." };
  const request = { kind: "score", prompt, settings, text, response: tokens.map(({ id }) => id % 200) } as const;
  await expect(scoreTrajectory(models, request, call)).rejects.toThrow(
    /written with another vocabulary.*Choose the policy/,
  );
});

test("the head of a sequence classifier is applied at every position", async () => {
  await bringModel("classifier", tinyModel({ seed: 9, valueHead: true, classifier: true }));
  await bringModel("value head", tinyModel({ seed: 9, valueHead: true }));
  const [one, other] = await Promise.all((await listRewardModels()).map((model) => models.openStored(model, runtime)));
  const said = { prompt: "", response: "", beginnings: [] };
  const sequences = [{ promptIds: [1, 5, 9, 12], responseIds: [14, 30, 7, 2], said }];
  const [found] = (await one?.model.processRewardsOf(sequences)) ?? [];
  expect(new Set(found?.tokens).size).toBe(4);
  // Sixteen weights of the classifier's head, at most 1 each, are rounded to eleven bits beside the model's.
  const [judged] = (await other?.model.processRewardsOf(sequences)) ?? [];
  const expected = [...(judged?.tokens ?? [])];
  for (const [t, reward] of [...(found?.tokens ?? [])].entries()) expect(reward).toBeCloseTo(expected[t] as number, 2);
});

test("a reward model of other tokens is evaluated without the playground's policy", async () => {
  const { reward } = await bringBytes();
  const handlers = evaluateHandlers({ models, runtime });
  const line = (n: number) => JSON.stringify({ prompt: `Which ${n}?`, chosen: "this", rejected: "that one" });
  const file = new Blob([[1, 2, 3, 4].map(line).join("\n")]);
  const chosen = { embedded: [], stored: [reward] };
  const request = {
    kind: "evaluate",
    models: chosen,
    generator: null,
    data: { name: "mine", file },
    validation: null,
  } as const;
  const values = [{ name: "values", file: new Blob(["not even read"]) }];
  const { report } = await handlers.evaluate({ ...request, training: [], values }, call);
  expect(ids(report.judges)).toContain(reward.id);
});

test("an encoder judges prefix by prefix, an evaluation and what a policy of other tokens writes", async () => {
  await bringModel("encoder", tinyJudge());
  const judge = (await listRewardModels()).find(({ name }) => name === "encoder (fp32)");
  if (!judge) throw new Error("The encoder is no judge");
  const steps = { prompt: "two?", completions: ["1+1", "2"], labels: [true, true] };
  const file = new Blob([formatJsonLines([steps, { ...steps, completions: ["1+1", "3"], labels: [true, false] }])]);
  const request = {
    kind: "evaluate",
    models: { embedded: [], stored: [judge] },
    generator: null,
    ...{ data: { name: "steps", file }, validation: null, training: [], values: [] },
  } as const;
  const { report, trajectories } = await evaluateHandlers({ models, runtime }).evaluate(request, call);
  expect(report.judges.map(({ name }) => name)).toContain("encoder (fp32) (scored prefix by prefix)");
  const rewards = trajectories[0]?.rewards[judge.id];
  expect([...(rewards?.tokens ?? [])].map((reward) => !Number.isNaN(reward))).toEqual([
    false,
    false,
    true,
    false,
    false,
    true,
  ]);
  // The judge reads the texts of a policy with other tokens.
  const { failures, rewards: judging } = await models.chooseStored([judge], runtime);
  expect([failures, judging.at(-1)?.name]).toEqual([[], "encoder (fp32) (scored prefix by prefix)"]);
  const { policy } = await bringBytes();
  await models.choosePolicy(policy, runtime);
  const written = await generateTrajectory(models, { kind: "generate", prompt: "two?", settings, prefix: [] }, call);
  const read = written.rewards[judge.id] ?? [];
  expect(read).toHaveLength(written.tokens.length + 1);
  expect([read[0], read.at(-1)].every(Number.isFinite)).toBe(true);
  const response = written.tokens.map(({ id }) => id);
  const again = await scoreTrajectory(models, { kind: "score", prompt: "two?", settings, response }, call);
  expect(again.rewards[judge.id]).toEqual(read);
  // A response that it cannot read stands without its rewards.
  const emit = vi.fn();
  const long = { kind: "generate", prompt: "two? ".repeat(16), settings, prefix: [] } as const;
  const unread = await generateTrajectory(models, long, { ...call, emit });
  expect([unread.tokens.length > 0, unread.rewards[judge.id]]).toEqual([true, undefined]);
  const told = emit.mock.calls.map(([event]) => event).find(({ type }) => type === "unread");
  expect(told?.report.expected).toBe("at most 64 tokens");
  emit.mockClear();
  const { prompt } = long;
  const ids = unread.tokens.map(({ id }) => id);
  const scored = await scoreTrajectory(models, { kind: "score", prompt, settings, response: ids }, { ...call, emit });
  expect([scored.tokens.length, scored.rewards]).toEqual([ids.length, unread.rewards]);
  expect(emit.mock.calls.map(([event]) => event.report.expected)).toEqual(["at most 64 tokens"]);
});

test("a policy judges by its answer as it is asked now, not as it was asked before", async () => {
  const record = await bringModel("bytes-policy", tinyModel({ seed: 5, valueHead: false, tokenizer: "qwen" }));
  const asked = { ...GENERATIVE_DEFAULTS, question: "{prompt} {response}", good: "y", bad: "n" };
  const outcome = async () => {
    const [judge] = await listRewardModels();
    await models.chooseStored(judge ? [judge] : [], runtime);
    const said = { prompt: "two?", response: "2", beginnings: [] };
    const reader = models.rewards.find(({ entry }) => entry.id === judge?.id);
    const [rewards] = (await reader?.model.processRewardsOf([{ promptIds: [1], responseIds: [2], said }])) ?? [];
    return rewards?.tokens[0];
  };
  await askModel({ kind: "askModel", model: record.id, settings: asked });
  const first = (await outcome()) as number;
  await askModel({ kind: "askModel", model: record.id, settings: { ...asked, good: "n", bad: "y" } });
  expect(await outcome()).toBeCloseTo(-first, 5);
  await expect(askModel({ kind: "askModel", model: record.id, settings: { ...asked, good: "yes" } })).rejects.toThrow(
    /"yes" is not one token/,
  );
  await askModel({ kind: "askModel", model: record.id, settings: null });
  expect(await outcome()).toBeUndefined();
});

test("the class of students weighs the edges of an evaluation where it is chosen", async () => {
  const handlers = evaluateHandlers({ models, runtime });
  const data = { name: "pairs", file: new Blob([formatJsonLines(tinyPairs(4, 1))]) };
  const chosen = { embedded: ["icrm"], stored: [] };
  const request = { kind: "evaluate", models: chosen, data, validation: null, training: [], values: [] } as const;
  const weighedBy = async (generator: StoredPolicy | null) =>
    (await handlers.evaluate({ ...request, generator }, call)).trajectories.map(({ q }) => q);
  const { trajectories } = await handlers.evaluate({ ...request, generator: { id: "class", name: "" } }, call);
  // After a token that no student writes there are no exact values, so only responses of the class are compared.
  const right = trajectories.filter(({ correct }) => correct);
  expect(right).toHaveLength(4);
  for (const { q, classQ } of right) expect(q).toEqual(classQ?.map((own) => expect.closeTo(own, 6)));
  expect(await weighedBy(null)).not.toEqual(await weighedBy({ id: "class", name: "" }));
});

test("an exported graph answers as the checkpoint does that it was made of; nothing can be trained on it", async () => {
  const files = tinyModel({ seed: 5, valueHead: false });
  await bringModel("tensors", files);
  await bringModel("graph", await exportedModel(files));
  const answers = [];
  for (const name of ["tensors", "graph (fp32)"]) {
    const policy = (await listPolicies()).find((listed) => listed.name === name);
    if (!policy) throw new Error(`${name} was not brought in`);
    expect(policy.trainable).toBe(name === "tensors");
    const answering = await models.choosePolicy(policy, runtime);
    expect([answering.policy?.name, ids(answering.rewards)]).toEqual([name, ["bt", "icrm"]]);
    answers.push(
      await generateTrajectory(models, { kind: "generate", prompt: "Mia has 3 apples.", settings, prefix: [] }, call),
    );
    if (policy.trainable) continue;
    expect(() => weightsOf(models.policy)).toThrow(/cannot be trained on.*graph \(fp32\).*safetensors/);
    await expect(storedCheckpoint(policy.id)).rejects.toThrow(/cannot be trained on/);
  }
  const [tensors, graph] = answers;
  expect(graph?.tokens.map(({ id }) => id)).toEqual(tensors?.tokens.map(({ id }) => id));
  expect(graph?.tokens.map(({ q }) => q.toFixed(4))).toEqual(tensors?.tokens.map(({ q }) => q.toFixed(4)));
  await models.choosePolicy(null, runtime);
});

test("the class of students answers without weights, its probabilities exact; all reward models judge it", async () => {
  const answering = await models.choosePolicy({ id: "class", name: "" }, runtime);
  expect([answering.policy?.id, ids(answering.rewards)]).toEqual(["class", ["bt", "icrm"]]);
  const [problem] = wordProblems.problems({ split: "test", n: 1, seed: 2 });
  const { prompt = "" } = problem ?? {};
  const request = { kind: "generate", prompt, prefix: [], settings: { ...settings, maxTokens: 96 } } as const;
  const written = await generateTrajectory(models, request, call);
  expect(written.finish).toBe("eos");
  expect(written.exact?.q).toEqual(written.tokens.map(({ q }) => expect.closeTo(q, 6)));
  expect(written.exact?.tokens.at(-1)).toBe(written.judgement.correct ? 1 : 0);
  expect(written.rewards.bt).toHaveLength(written.tokens.length + 1);
  // A response of probability 1 is rolled out with certainty.
  const response = written.tokens.map(({ id }) => id);
  const rollouts = { rollouts: 4, maxTokens: 96, seed: 0 };
  const measured = await measureTrajectoryValues(
    models,
    { kind: "measureValues", prompt, response, points: "steps", settings: rollouts, known: [] },
    call,
  );
  expect(measured.at(-1)?.successes).toBe(written.judgement.correct ? 4 : 0);
  expect(() => weightsOf(models.policy)).toThrow(/class of students cannot be trained on/);
  const other = { ...request, prompt: "Mia has 3 apples. How many apples does Mia have?" };
  await expect(generateTrajectory(models, other, call)).rejects.toThrow(/problems of the embedded world only/);
  expect((await models.choosePolicy(null, runtime)).policy?.id).toBe("policy");
});

test("a typed problem is completed for a policy that learned from whole ones; unknown words are named", async () => {
  const [example] = await exampleProblems({ kind: "problems", count: 1, seed: 1 });
  const { prompt = "" } = example ?? {};
  const typed = prompt.replace(/^\w+: /, "").replace(/\([a-z]\) /g, "");
  expect(completePrompt(models.policy, { kind: "completePrompt", prompt: typed })).toEqual({
    prompt,
    known: true,
    unknownWords: [],
  });
  const { policy } = await bringBytes();
  await models.choosePolicy(policy, runtime);
  const asTyped = completePrompt(models.policy, { kind: "completePrompt", prompt: typed });
  expect([asTyped.prompt, asTyped.known]).toEqual([typed, true]);
  // The policy's tokens are not the class's, so there are no exact values for them.
  expect(models.policy.writesWorld).toBe(false);
  await models.choosePolicy(null, runtime);
  const dragons = completePrompt(models.policy, { kind: "completePrompt", prompt: "Mia has 3 dragons." });
  expect(dragons).toEqual({ prompt: "Mia has 3 dragons.", known: false, unknownWords: ["dragons"] });
});

test("examples come from every story, with what most of the class write there", async () => {
  const examples = await exampleProblems({ kind: "problems", count: 2, seed: 1 });
  expect(new Set(examples.map(({ story }) => story)).size).toBe(examples.length / 2);
  for (const { prompt, story, right } of examples) {
    expect(prompt.startsWith(`${story}: `)).toBe(true);
    const problem = wordProblems.solve(prompt);
    const correct = problem ? wordProblems.attempts(problem).filter((attempt) => attempt.correct) : [];
    expect(right).toBeCloseTo(correct[0]?.share ?? -1, 12);
  }
});
