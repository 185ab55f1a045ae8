import { openJax } from "../../../engine/jax.ts";
import type { StatesOf } from "../../../engine/training/frozen-states.ts";
import { attachProbabilities } from "../../../engine/training/pair-probabilities.ts";
import type { Example } from "../../../engine/training/pairs.ts";
import { PolicyRun } from "../../../engine/training/policy-run.ts";
import type { Weigh } from "../../../engine/training/reward-model.ts";
import { RewardRun } from "../../../engine/training/reward-run.ts";
import { SharedMemoryTeam } from "../../../engine/training/shared-memory-team.ts";
import type {
  FromRunWorker,
  Given,
  PolicyQuestion,
  PolicySetup,
  RunNeed,
  RunQuestion,
  RunSetup,
  ToRunWorker,
} from "./messages.ts";
import { receivedError, sentError } from "./sent-error.ts";

interface Waiting {
  resolve(given: Given[keyof Given]): void;
  reject(error: Error): void;
}

/** The worker's end: computes runs for a training elsewhere, which asks them for one thing after another. */
export function serveRuns(post: (message: FromRunWorker) => void): (message: ToRunWorker) => void {
  const runs = new Map<number, RewardRun | PolicyRun>();
  const needs = new Map<number, Waiting>();
  let asked = 0;

  /** Asks whoever trains a run for something. */
  function given<Kind extends RunNeed["kind"]>(run: number, need: RunNeed & { kind: Kind }): Promise<Given[Kind]> {
    const id = asked++;
    const answer = new Promise<Given[keyof Given]>((resolve, reject) => needs.set(id, { resolve, reject }));
    post({ type: "need", run, id, need });
    return answer as Promise<Given[Kind]>;
  }

  function weighIn(run: number, pairs: readonly Example[]): Weigh {
    const all = new Map(pairs.map((pair, place) => [pair, place]));
    return async (examples) => {
      const places = examples.map((example) => all.get(example) as number);
      return attachProbabilities(examples, await given(run, { kind: "weigh", places }));
    };
  }

  function statesIn(run: number): StatesOf {
    return (rows, length) => given(run, { kind: "statesOf", rows: rows.map(({ ids }) => ids), length });
  }

  async function open(run: number, { config, material, team, gets, snapshot, memory }: RunSetup): Promise<null> {
    await openJax("wasm");
    const made = {
      ...material,
      ...(team && { team: new SharedMemoryTeam(team.place, team.memory) }),
      ...(gets.weigh && { weigh: weighIn(run, material.pairs) }),
      ...(gets.statesOf && { statesOf: statesIn(run) }),
    };
    runs.set(run, new RewardRun(config, made, snapshot, memory));
    return null;
  }

  async function openPolicy(run: number, { config, material, snapshot }: PolicySetup): Promise<null> {
    await openJax("wasm");
    runs.set(run, new PolicyRun(config, material, snapshot));
    return null;
  }

  const rewardRun = (run: number) => runs.get(run) as RewardRun;
  const policyRun = (run: number) => runs.get(run) as PolicyRun;

  async function answered(number: number, question: RunQuestion | PolicyQuestion): Promise<unknown> {
    const run = runs.get(number) as RewardRun | PolicyRun;
    switch (question.kind) {
      case "open":
        return open(number, question.setup);
      case "openPolicy":
        return openPolicy(number, question.setup);
      case "advance":
        return run.advance();
      case "advanceMeasured":
        return rewardRun(number).advanceMeasured();
      case "rehearse":
        return rewardRun(number).rehearse();
      case "moved":
        return rewardRun(number).moved();
      case "evaluate":
        return rewardRun(number).evaluate();
      case "rewardsOf":
        return rewardRun(number).rewardsOf(question.responses);
      case "signal":
        return rewardRun(number).signal(question.pair, question.moment);
      case "remember":
        return rewardRun(number).remember();
      case "forget":
        return rewardRun(number).forget();
      case "record":
        return policyRun(number).record(question.goldAccuracy);
      case "snapshot":
        return run.snapshot();
      case "checkpoint":
        return run.checkpoint(question.name);
      case "adapter":
        return run.adapter();
      case "dispose":
        runs.delete(number);
        return run.dispose();
    }
  }

  return (message) => {
    if (message.type !== "ask") {
      const waiting = needs.get(message.id);
      needs.delete(message.id);
      if (message.type === "given") waiting?.resolve(message.given);
      else waiting?.reject(receivedError(message.error));
      return;
    }
    const { run, id, question } = message;
    answered(run, question).then(
      (result) => {
        const { step = 0, done = false } = runs.get(run) ?? {};
        post({ type: "answer", id, result, step, done });
      },
      (error: unknown) => post({ type: "failed", id, error: sentError(error) }),
    );
  };
}
