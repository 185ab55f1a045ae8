import { expect, test } from "vitest";
import type { FigureTrajectory } from "../../../ui/token-figure/model.ts";
import { trajectoriesCsv } from "./csv.ts";

const trajectory: FigureTrajectory = {
  id: 1,
  letter: "A",
  tokens: [
    { id: 17, text: "=", q: 0.75, p: 0.5, top: [] },
    { id: 9, text: 'a "b", c', q: 0.25, p: 0.25, top: [] },
  ],
  rewards: { bt: [0, 2, -2] },
  exact: { prompt: 0.25, tokens: [0.5, null], q: [0.75, 0] },
  values: [
    { position: -1, successes: 8, rollouts: 16 },
    { position: 1, successes: 4, rollouts: 16 },
  ],
  steps: [{ from: 0, to: 1, text: "=", status: "wrong", reason: "because" }],
  mistake: { step: 0, title: "stops early", habit: null },
  active: true,
  partsAt: null,
};

test("one row per process, with every number in full and text quoted where it must be", () => {
  const [header, promptEnd, first, second, end] = trajectoriesCsv(
    [trajectory],
    [{ id: "bt", name: "BT", method: "bt" }],
  ).split("\r\n");
  expect(header).toBe(
    "trajectory,index,token_id,token,q,p,one_minus_q,step,verdict,mistake,step_end,step_bound,r_bt,sigma_r_bt,delta_sigma_r_bt,step_delta_sigma_r_bt,q_class,v_class,v_successes,v_rollouts,v,v_low,v_high,delta_v,delta_v_bound",
  );
  expect(promptEnd).toMatch(/^A,0,,,,,,,,,1,,0,0.5,,,,0.25,8,16,0.5,0.2799\d*,0.7200\d*,,$/);
  expect(first).toBe(
    "A,1,17,=,0.75,0.5,0.25,1,wrong,stops early,1,0.25,2,0.8807970779778823,0.3807970779778823,0.3807970779778823,0.75,0.5,,,,,,,",
  );
  // Two tokens after the last measured value: 1 − 0.75 · 0.25.
  expect(second).toMatch(
    /^A,2,9,"a ""b"", c",0.25,0.25,0.75,,,,1,0.75,-2,0.119\d*,0.76\d*,0.76\d*,0,,4,16,0.25,0.1\d*,0.49\d*,0.25,0.8125$/,
  );
  expect(end).toBe("");
});
