import { Command } from "commander";

/** The commands in the order of the help. */
const commands = {
  generate: async () => (await import("./commands/generate.ts")).generate,
  world: async () => (await import("./commands/world.ts")).world,
  score: async () => (await import("./commands/score.ts")).score,
  dataset: async () => (await import("./commands/dataset.ts")).dataset,
  import: async () => (await import("./commands/import.ts")).importData,
  export: async () => (await import("./commands/export.ts")).exportData,
  values: async () => (await import("./commands/values.ts")).values,
  evaluate: async () => (await import("./commands/evaluate.ts")).evaluate,
  "best-of-n": async () => (await import("./commands/best-of-n.ts")).bestOfN,
  train: async () => (await import("./commands/train.ts")).train,
  sweep: async () => (await import("./commands/sweep.ts")).sweep,
  align: async () => (await import("./commands/align.ts")).align,
  reproduce: async () => (await import("./commands/reproduce.ts")).reproduce,
  pretrain: async () => (await import("./commands/pretrain.ts")).pretrain,
  models: async () => (await import("./commands/models/index.ts")).models,
};

/** Runs the command line. @param args the arguments after the program's name; the first is the command */
export async function runProgram(args: readonly string[]): Promise<void> {
  const program = new Command("icrm")
    .description(
      "The playground's engine without the page. Every command takes --help; with --json, stdout is one JSON document.",
    )
    // Options after a subcommand belong to the subcommand.
    .enablePositionalOptions()
    .showHelpAfterError();
  // Loading all commands takes longer than drawing a problem, so only the requested one is loaded.
  const wanted = Object.entries(commands).filter(([name]) => name === args[0]);
  for (const [, load] of wanted.length > 0 ? wanted : Object.entries(commands)) program.addCommand(await load());
  await program.parseAsync(args, { from: "user" });
}
