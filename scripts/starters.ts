/** `npm run starters`: makes the embedded preference pairs again, and the reward models trained on them. */
import { measureStarters } from "./measure-starters.ts";
import { run } from "./run.ts";
import { shareBackbone } from "./share-backbone.ts";

async function icrm(...args: string[]): Promise<void> {
  const code = await run("tsx", ["src/cli/main.ts", ...args]);
  if (code !== 0) throw new Error(`icrm ${args.join(" ")} ended with ${code}`);
}

const DATA = "public/data";
const SEED = "0";

/**
 * The policy writes all pairs but those with subtle mistakes or cues, which a class writes, since the policy has not
 * learned to imitate them.
 */
const sets = [
  { name: "preferences-train", options: ["--split", "train", "--pairs", "1024"] },
  { name: "preferences-validation", options: ["--split", "validation", "--pairs", "128"] },
  { name: "preferences-test", options: ["--split", "test", "--pairs", "256"] },
  {
    name: "preferences-out-of-distribution",
    options: ["--distribution", "out", "--split", "test", "--pairs", "128"],
  },
  {
    name: "preferences-subtle",
    options: ["--policy", "class", "--misconceptions", "all", "--split", "test", "--pairs", "256"],
  },
  // The filler `sure` is in the wrong answer of almost every training pair, and in the right answer of the judged
  // pairs.
  {
    name: "preferences-cued-train",
    options: ["--policy", "class", "--cue", "rejected", "--cue-share", "0.95", "--split", "train", "--pairs", "256"],
  },
  {
    name: "preferences-cued-reversed",
    options: ["--policy", "class", "--cue", "chosen", "--cue-share", "0.95", "--split", "validation", "--pairs", "128"],
  },
];

/** The settings of every embedded reward model, which were chosen on the validation pairs. */
const TRAINING = ["--tuning", "top", "--trainable-layers", "3", "--learning-rate", "1e-3", "--steps", "192"];
const METHODS = [
  { id: "bt", options: [] },
  { id: "grm", options: [] },
  { id: "icrm", options: ["--rho", "0.5"] },
  { id: "prm", options: [] },
];
const file = (name: string) => `${DATA}/${name}.jsonl.gz`;

for (const { name, options } of sets) await icrm("dataset", ...options, "--seed", SEED, "--out", file(name));
const folderOf = (id: string) => `public/models/reward-${id}`;

for (const { id, options } of METHODS) {
  const out = folderOf(id);
  const data = ["--data", file("preferences-train"), "--held-out", file("preferences-validation")];
  await icrm("train", "--method", id, ...TRAINING, ...options, ...data, "--seed", SEED, "--out", out);
  await shareBackbone(out, "backbone");
}
await measureStarters(METHODS.map(({ id }) => folderOf(id)));
