import { EMBEDDED_POLICY, openPolicy } from "../../src/cli/models.ts";
import { openRewards } from "../../src/cli/opened-rewards.ts";
import { chooseDevice } from "../../src/engine/device.ts";
import type { BestOfNReport } from "../../src/engine/evaluation/best-of-n/report.ts";
import { runBestOfN } from "../../src/engine/evaluation/best-of-n/run-best-of-n.ts";
import { MAX_RESPONSE_TOKENS } from "../../src/engine/policy/generate.ts";
import type { Estimate } from "../../src/engine/statistics/estimate.ts";
import { type Distribution, distributions, wordProblems } from "../../src/engine/world/index.ts";
import type { LessonBestOfN, LessonCurves } from "../../src/features/learn/recordings/lesson-best-of-n.ts";

const N = [1, 2, 4, 8, 16, 32];
const SAMPLES = 64;
const PROBLEMS = 60;
const MODELS = ["bt", "icrm"];
const JUDGES = ["baseline:majority", "truth"];

/** The curves of lesson 6: what embedded reward models pick from samples of the embedded policy, in and out of distribution. */
export async function recordLessonBestOfN(): Promise<LessonBestOfN> {
  return {
    samples: SAMPLES,
    problems: PROBLEMS,
    n: N,
    in: await curvesOf("in"),
    out: await curvesOf("out"),
  };
}

async function curvesOf(distribution: Distribution): Promise<LessonCurves> {
  const settings = distributions[distribution];
  const problems = wordProblems.problems({ split: "test", n: PROBLEMS, seed: 0, settings });
  const device = await chooseDevice("wasm");
  const policy = await openPolicy(EMBEDDED_POLICY, device);
  const folders = MODELS.map((id) => `public/models/reward-${id}`);
  const models = await openRewards(folders, "runs/rewards", device);
  const plan = { n: N, samples: SAMPLES, temperature: 1, seed: 0, topK: 0, topP: 1, maxTokens: MAX_RESPONSE_TOKENS };
  const { report } = await runBestOfN(
    { problems, policy: { name: EMBEDDED_POLICY, ...policy }, models, training: [], world: wordProblems },
    plan,
  );
  await policy.lm.release();
  for (const { model } of models) await model.release();
  return judgesOf(report);
}

function judgesOf({ judges, curves }: BestOfNReport): LessonCurves {
  return judges.flatMap(({ id, name }) => {
    const model = MODELS.find((method) => id.endsWith(`reward-${method}`));
    const dull = JUDGES.find((word) => id === word);
    if (!model && !dull) return [];
    const points = curves[id] ?? [];
    return {
      id: model ?? id,
      name: model ? model.toUpperCase() : name,
      gold: points.map(({ gold }) => short(gold)),
      proxy: model ? points.map(({ proxy }) => short(proxy as Estimate)) : null,
    };
  });
}

function short({ value, low, high }: Estimate) {
  const digits = (x: number) => Number(x.toPrecision(4));
  return { value: digits(value), low: digits(low), high: digits(high) };
}
