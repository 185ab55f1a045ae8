/**
 * The tests of the pack for a cluster, in Python: those that it comes with, and those that hold it against golden figures and
 * against the engine. `tsx scripts/test-python.ts [report.json]` leaves their counts.
 */
import "core-js/actual/iterator";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { directorySource, writeFiles } from "../src/cli/files.ts";
import { clusterBundle } from "../src/engine/cluster/bundle.ts";
import { loadPack } from "../src/engine/cluster/pack.ts";
import { DPO_DEFAULTS } from "../src/engine/training/dpo-config.ts";
import { REWARD_MODEL_DEFAULTS } from "../src/engine/training/reward-model-config.ts";
import { engineFigures } from "../src/testing/engine-figures.ts";
import { opensWhatWasWritten } from "../src/testing/python/written.ts";
import { closingLine } from "./counts.ts";
import { ensureTorch } from "./install-torch.ts";

const python = await ensureTorch();
const folder = mkdtempSync(join(tmpdir(), "icrm-pack-"));
const report = resolve(process.argv[2] ?? join(folder, "counts.json"));
try {
  const pair = { prompt: "What is 3 + 4?", chosen: "7", rejected: "8", margin: 1 };
  const { files } = clusterBundle(
    {
      name: "test",
      data: { name: "test", hash: "0".repeat(64) },
      training: [pair],
      heldOut: [pair],
      reward: REWARD_MODEL_DEFAULTS,
      policy: DPO_DEFAULTS,
    },
    await loadPack(directorySource("public/cluster")),
  );
  await writeFiles(folder, files);
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
