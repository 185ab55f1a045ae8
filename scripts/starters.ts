/** `npm run starters`: rebuilds the embedded preference pairs, measured values, and the three reward models trained on the pairs. */
import { run } from "./run.ts";

async function icrm(...args: string[]): Promise<void> {
  const code = await run("tsx", ["src/cli/main.ts", ...args]);
  if (code !== 0) throw new Error(`icrm ${args.join(" ")} ended with ${code}`);
}

const DATA = "public/data";
const SEED = "0";

const sets = [
  { name: "preferences-train", options: ["--split", "train", "--pairs", "4096"] },
  { name: "preferences-validation", options: ["--split", "validation", "--pairs", "256"] },
  { name: "preferences-test", options: ["--split", "test", "--pairs", "512"] },
  // The policy hardly ever gets one of these right: two pairs of those it does, or it would take hours.
  {
    name: "preferences-out-of-distribution",
    options: ["--difficulty", "hard", "--split", "test", "--pairs", "128", "--per-problem", "2"],
  },
];
const METHODS = ["bt", "grm", "icrm"];
const file = (name: string) => `${DATA}/${name}.jsonl.gz`;

for (const { name, options } of sets) await icrm("dataset", ...options, "--seed", SEED, "--out", file(name));
await icrm("values", "--data", file("preferences-test"), "--k", "64", "--seed", SEED, "--out", file("values-test"));
for (const method of METHODS) {
  const out = `public/models/reward-${method}`;
  const data = [
    "--data",
    `${DATA}/preferences-train.jsonl.gz`,
    "--held-out",
    `${DATA}/preferences-validation.jsonl.gz`,
  ];
  await icrm("train", "--method", method, ...data, "--seed", SEED, "--out", out);
}
