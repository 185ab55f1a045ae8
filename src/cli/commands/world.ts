import { Command, Option } from "commander";
import { type Distribution, distributions, type Split, wordProblems } from "../../engine/world/index.ts";
import { distributionOption, integer } from "../options.ts";
import { print } from "../output.ts";

interface Options {
  split: Split;
  n: number;
  seed: number;
  distribution: Distribution;
  json?: boolean;
}

export const world = new Command("world")
  .description("Draw word problems with their step-by-step solutions.")
  .addOption(
    new Option("--split <name>", "splits never share a problem")
      .choices(["train", "validation", "test"])
      .default("test"),
  )
  .addOption(new Option("--n <count>", "how many").default(5).argParser(integer))
  .addOption(new Option("--seed <n>", "the same seed gives the same problems").default(0).argParser(integer))
  .addOption(distributionOption())
  .option("--json", "print one JSON document")
  .action(({ split, n, seed, distribution, json }: Options) => {
    const settings = distributions[distribution];
    const problems = wordProblems.problems({ split, n, seed, settings });
    print({ problems }, { ...(json && { json }) }, () =>
      problems.map(({ prompt, solution }) => `${prompt}\n  ${solution}`).join("\n"),
    );
  });
