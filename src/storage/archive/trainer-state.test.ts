import { expect, test } from "vitest";
import { encodeJson } from "../../engine/checkpoint/json.ts";
import { REWARD_MODEL_DEFAULTS } from "../../engine/training/reward-model-config.ts";
import { isJson, readTrainerState } from "./trainer-state.ts";

const state = {
  epoch: 1.5,
  global_step: 3,
  max_steps: 3,
  log_history: [
    { epoch: 0.5, step: 1, loss: 1.5, grad_norm: 2, learning_rate: 1e-4, "loss/bt": 0.7, "icr/normaliser": 0.51 },
    { epoch: 1, step: 2, loss: 1.25, grad_norm: 1, learning_rate: 5e-5, "loss/bt": 0.6, "icr/normaliser": 0.52 },
    { epoch: 1, step: 2, eval_loss: 0.5, eval_accuracy: 0.75, eval_margin: 0.3, eval_runtime: 2 },
    { epoch: 1.5, step: 3, loss: 1, grad_norm: 1, learning_rate: 0, "loss/bt": 0.5, "icr/normaliser": 0.53 },
    { epoch: 1.5, step: 3, train_loss: 1.25, train_runtime: 9, total_flos: 0 },
  ],
  icrm: {
    name: "reward-model",
    created_at: "2026-11-30T05:00:00Z",
    reward: { ...REWARD_MODEL_DEFAULTS, steps: 3, seed: 4 },
    data: { name: "word problems", hash: "0123456789abcdef".repeat(4), pairs: 20, held_out: 5 },
    model: "google/gemma-2b-it",
    generator: null,
  },
};

const read = (changes: object) => readTrainerState(encodeJson({ ...state, ...changes }), "trainer_state.json");

test("steps with their figures, measurements beside them, and what was trained on what", () => {
  const { run, metrics, checkpoint } = read({});
  expect(run).toMatchObject({ method: "icrm", seed: 4, dataName: "word problems", pairs: 20, heldOut: 5, step: 3 });
  expect(run).toMatchObject({ status: "finished", baseModel: "google/gemma-2b-it" });
  expect(run.final).toEqual({ loss: 1, accuracy: 0.75, margin: 0.3 });
  expect(metrics.map(({ step, loss }) => [step, loss])).toEqual([
    [1, 1.5],
    [2, 1.25],
    [3, 1],
  ]);
  expect(metrics[1]).toMatchObject({ "heldout/accuracy": 0.75, "heldout/margin": 0.3, "icr/normaliser": 0.52 });
  expect(Object.keys(metrics[0] ?? {})).not.toContain("epoch");
  expect(checkpoint).toBeNull();
});

test("a run that ended early was stopped", () => {
  const icrm = { ...state.icrm, reward: { ...state.icrm.reward, steps: 10 } };
  expect(read({ icrm }).run).toMatchObject({ status: "stopped", step: 3, steps: 10 });
});

test("a history that says nothing of settings is refused, and so are settings that cannot be", () => {
  expect(() => read({ icrm: undefined })).toThrow(/does not say what was trained.*trainer_state\.json, field icrm/s);
  const icrm = { ...state.icrm, reward: { ...state.icrm.reward, rho: 2 } };
  expect(() => read({ icrm })).toThrow(/trainer_state\.json, icrm\.reward, rho/);
  expect(() => read({ log_history: [{ loss: 1 }] })).toThrow(/trainer_state\.json/);
});

test("JSON is told from a zip", () => {
  expect(isJson(encodeJson(state))).toBe(true);
  expect(isJson(new TextEncoder().encode("PK\u0003\u0004"))).toBe(false);
});
