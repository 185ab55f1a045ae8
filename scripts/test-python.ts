/**
 * The Python tests of the cluster pack: those that the pack contains, and those that compare it with golden figures and
 * with the engine. `tsx scripts/test-python.ts [report.json]` writes their counts.
 */
import "core-js/actual/iterator";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { directorySource, writeFiles } from "../src/cli/files.ts";
import { clusterBundle } from "../src/engine/cluster/bundle.ts";
import { loadPack } from "../src/engine/cluster/pack.ts";
import type { TrainingRecord } from "../src/engine/data/read-records.ts";
import { DPO_DEFAULTS } from "../src/engine/training/dpo-config.ts";
import { REWARD_MODEL_DEFAULTS, type RewardModelConfig } from "../src/engine/training/reward-model-config.ts";
import { wordProblems } from "../src/engine/world/index.ts";
import { engineFigures } from "../src/testing/engine-figures.ts";
import { opensWhatWasWritten } from "../src/testing/python/written.ts";
import { closingLine } from "./counts.ts";
import { ensureTorch } from "./install-torch.ts";

const python = await ensureTorch();
const folder = mkdtempSync(join(tmpdir(), "icrm-pack-"));
const report = resolve(process.argv[2] ?? join(folder, "counts.json"));
try {
  const pack = await loadPack(directorySource("public/cluster"));
  const packed = (record: TrainingRecord, reward: RewardModelConfig) => {
    const data = { name: "test", hash: "0".repeat(64) };
    const material = { name: "test", data, training: [record], heldOut: [record], reward, policy: DPO_DEFAULTS };
    return clusterBundle(material, pack).files;
  };
  const pair = { prompt: "What is 3 + 4?", chosen: "7", rejected: "8", margin: 1 };
  await writeFiles(folder, packed(pair, REWARD_MODEL_DEFAULTS));
  const [problem] = wordProblems.problems({ split: "train", n: 1, seed: 0 });
  const solved = {
    prompt: problem?.prompt ?? "",
    chosen: problem?.solution ?? "",
    rejected: "(a) 1 + 1 = 3; answer 3",
  };
  const reward = { ...REWARD_MODEL_DEFAULTS, method: "prm_icrm", steps: 2, batchSize: 1 } as const;
  await writeFiles(join(folder, "of-steps"), packed(solved, reward));
  writeFileSync(join(folder, "engine.json"), JSON.stringify(await engineFigures()));
  const own = resolve("src/testing/python");
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", GOLDEN: resolve("src/testing/golden") };
  const { status } = spawnSync(python, [join(own, "run.py"), folder, own, report], {
    stdio: "inherit",
    env,
    cwd: folder,
  });
  if (status !== 0) process.exitCode = 1;
  const counts = JSON.parse(readFileSync(report, "utf8"));
  for (const [name, test] of opensWhatWasWritten(join(folder, "written"))) {
    const failure = await test().then(
      () => null,
      (error: unknown) => error,
    );
    counts[failure === null ? "passed" : "failed"] += 1;
    console.log(`${name} ... ${failure === null ? "ok" : "FAILED"}`);
    if (failure === null) continue;
    console.error(failure);
    process.exitCode = 1;
  }
  writeFileSync(report, JSON.stringify(counts));
  console.log(closingLine(counts));
} finally {
  rmSync(folder, { recursive: true });
}
