import { readTextFile } from "../src/cli/files.ts";
import { openReward } from "../src/cli/models.ts";
import { readEvaluationFile } from "../src/engine/evaluation/evaluation-file.ts";
import { labelRecords } from "../src/engine/evaluation/label-records.ts";
import { scoreResponses } from "../src/engine/evaluation/scoring.ts";
import { wordProblems } from "../src/engine/world/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { measured, perSecond } from "./figures.ts";
import { timed } from "./timing.ts";

const PAIRS = 1000;
const ROUNDS = 3;

/** Measures how long a reward model takes to score the records of an evaluation. */
export const scoring: Benchmark = {
  name: "scoring",
  about: `Process rewards of ${PAIRS.toLocaleString("en")} embedded pairs under one reward model, in batches of similar length.`,
  async run({ device }) {
    const { checkpoint, tokenizer, model } = await openReward("public/models/reward-bt", device);
    const file = "public/data/preferences-train.jsonl.gz";
    const pairs = new Blob([(await readTextFile(file)).split("\n").slice(0, PAIRS).join("\n")]);
    const reader = { tokenizer, contextLength: checkpoint.config.contextLength };
    const { trajectories } = labelRecords(await readEvaluationFile(pairs, file), reader, wordProblems);
    const tokens = trajectories.reduce((sum, each) => sum + each.promptIds.length + each.responseIds.length, 0);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      times.push(await timed(() => scoreResponses(model, trajectories, new Map())));
    }
    await model.release();
    return [
      measured(
        `${PAIRS.toLocaleString("en")} pairs`,
        times.map((time) => time / 1000),
        "s",
        { atMost: 60 },
      ),
      measured("tokens without padding", perSecond(tokens, times), "tokens/s"),
    ];
  },
};
