import { Command, Option } from "commander";
import {
  type Attempt,
  type Distribution,
  distributions,
  plainText,
  type Split,
  wordProblems,
} from "../../engine/world/index.ts";
import { distributionOption, integerOption } from "../options.ts";
import { print } from "../output.ts";

interface Options {
  split: Split;
  n: number;
  seed: number;
  distribution: Distribution;
  json?: boolean;
}

export const command = new Command("world")
  .description(
    "Draw word problems with their solutions, their stories, and what the class of students writes about them.",
  )
  .addOption(
    new Option("--split <name>", "splits never share a problem")
      .choices(["train", "validation", "test"])
      .default("test"),
  )
  .addOption(new Option("--n <count>", "how many").default(5).argParser(integerOption))
  .addOption(new Option("--seed <n>", "the same seed gives the same problems").default(0).argParser(integerOption))
  .addOption(distributionOption())
  .option("--json", "print one JSON document")
  .action(({ split, n, seed, distribution, json }: Options) => {
    const settings = distributions[distribution];
    const problems = wordProblems
      .problems({ split, n, seed, settings })
      .map((problem) => ({ ...problem, attempts: wordProblems.attempts(problem).map(attemptRecord) }));
    print({ problems }, { ...(json && { json }) }, () =>
      problems.map(({ prompt, solution }) => `${prompt}\n  ${solution}`).join("\n"),
    );
  });

/** The attempt of one kind of student without random fillers, with the share of the class that writes it. */
function attemptRecord({ misconception, share, answer, correct, pieces }: Attempt) {
  return { misconception, share, correct, answer, text: plainText({ pieces }) };
}
