import { expect, test } from "vitest";
import { REWARD_MODEL_DEFAULTS } from "../../../engine/training/reward-model-config.ts";
import { testRun } from "../../../testing/runs.ts";
import { settingRows } from "./differences.ts";

test("tells the settings in which runs differ", () => {
  const one = testRun();
  const other = testRun({
    config: { ...REWARD_MODEL_DEFAULTS, method: "bt", rho: 0.5, loraTargets: ["q_proj"] },
    dataHash: "f".repeat(64),
    pairs: 48,
  });
  const rows = settingRows([one, other]);
  expect(rows.filter(({ differs }) => differs)).toEqual([
    { name: "Method", values: ["icrm", "bt"], differs: true },
    { name: "ρ", values: ["0.1", "0.5"], differs: true },
    { name: "LoRA layers", values: ["(all)", "q_proj"], differs: true },
    { name: "Pairs", values: ["512", "48"], differs: true },
    { name: "SHA-256 of the pairs", values: ["0123456789ab", "ffffffffffff"], differs: true },
  ]);
  expect(rows.length).toBe(Object.keys(REWARD_MODEL_DEFAULTS).length + 7);
});
