import { REWARD_MODEL_DEFAULTS } from "../engine/training/reward-model-config.ts";
import type { StepMetrics } from "../engine/training/trainer.ts";
import type { RunRecord } from "../storage/records.ts";

/** The record of a run, with some fields given. */
export function testRun(fields: Partial<RunRecord> = {}): RunRecord {
  const config = fields.config ?? REWARD_MODEL_DEFAULTS;
  return {
    id: "test-run",
    name: "A run",
    note: "",
    createdAt: Date.UTC(2025, 0, 2, 3, 4, 5),
    updatedAt: Date.UTC(2025, 0, 2, 3, 5, 6),
    method: config.method,
    config,
    seed: config.seed,
    dataName: "word problems",
    dataHash: "0123456789abcdef".repeat(4),
    pairs: 512,
    heldOut: 96,
    generator: null,
    baseModel: "policy",
    base: null,
    status: "finished",
    error: null,
    step: config.steps,
    steps: config.steps,
    final: { loss: 0.25, accuracy: 0.875, margin: 1.5 },
    hasSnapshot: false,
    hasCheckpoint: false,
    deletedAt: null,
    ...fields,
  };
}

/** Metrics with falling losses; every second step has held-out figures. */
export function testMetrics(steps: number, level = 1): StepMetrics[] {
  return Array.from({ length: steps }, (_, i): StepMetrics => {
    const metrics: StepMetrics = {
      step: i + 1,
      loss: level / (1 + i / 10),
      grad_norm: 1,
      learning_rate: 3e-4,
      tokens_per_second: 1000,
      accuracy: 1 - 0.5 / (1 + i / 5),
      margin: i / 10,
    };
    return i % 2 === 1 ? { ...metrics, "heldout/accuracy": 1 - 0.5 / (1 + i / 8) } : metrics;
  });
}
