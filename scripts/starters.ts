/** `npm run starters`: rebuilds the embedded preference pairs and the three reward models trained on the pairs. */
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
  {
    name: "preferences-out-of-distribution",
    options: ["--distribution", "out", "--split", "test", "--pairs", "128"],
  },
];
const METHODS = ["bt", "grm", "icrm"];
const file = (name: string) => `${DATA}/${name}.jsonl.gz`;

for (const { name, options } of sets) await icrm("dataset", ...options, "--seed", SEED, "--out", file(name));
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
