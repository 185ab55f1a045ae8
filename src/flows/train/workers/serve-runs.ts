import { openJax } from "../../../engine/jax.ts";
import { attachProbabilities } from "../../../engine/training/pair-probabilities.ts";
import type { Example } from "../../../engine/training/pairs.ts";
import type { Weigh } from "../../../engine/training/reward-model.ts";
import { RewardRun } from "../../../engine/training/reward-run.ts";
import type { FromRunWorker, RunQuestion, RunSetup, ToRunWorker } from "./messages.ts";
import { receivedError, sentError } from "./sent-error.ts";

interface Weighing {
  resolve(q: readonly (readonly number[])[]): void;
  reject(error: Error): void;
}

/** The worker's end: computes runs for a training elsewhere, which asks them for one thing after another. */
export function serveRuns(post: (message: FromRunWorker) => void): (message: ToRunWorker) => void {
  const runs = new Map<number, RewardRun>();
  const weighings = new Map<number, Weighing>();
  let asked = 0;

  /** What gives the pairs of a run their probabilities: whoever trains it. */
  function weighed(run: number, pairs: readonly Example[]): Weigh {
    const places = new Map(pairs.map((pair, place) => [pair, place]));
    return async (examples) => {
      const id = asked++;
      const answer = new Promise<readonly (readonly number[])[]>((resolve, reject) => {
        weighings.set(id, { resolve, reject });
      });
      post({ type: "weigh", run, id, places: examples.map((example) => places.get(example) as number) });
      return attachProbabilities(examples, await answer);
    };
  }

  async function open(run: number, { config, material, weighs, snapshot, memory }: RunSetup): Promise<null> {
    await openJax("wasm");
    const made = weighs ? { ...material, weigh: weighed(run, material.pairs) } : material;
    runs.set(run, new RewardRun(config, made, snapshot, memory));
    return null;
  }

  async function answered(number: number, question: RunQuestion): Promise<unknown> {
    if (question.kind === "open") return open(number, question.setup);
    const run = runs.get(number) as RewardRun;
    switch (question.kind) {
      case "advance":
        return run.advanceMeasured();
      case "evaluate":
        return run.evaluate();
      case "signal":
        return run.signal(question.pair);
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
      const waiting = weighings.get(message.id);
      weighings.delete(message.id);
      if (message.type === "weighed") waiting?.resolve(message.q);
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
