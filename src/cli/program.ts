import { Command } from "commander";

/** The commands in the order of the help. */
const commands = {
  generate: async () => (await import("./commands/generate.ts")).command,
  world: async () => (await import("./commands/world.ts")).command,
  score: async () => (await import("./commands/score.ts")).command,
  dataset: async () => (await import("./commands/dataset.ts")).command,
  import: async () => (await import("./commands/import.ts")).command,
  export: async () => (await import("./commands/export.ts")).command,
  values: async () => (await import("./commands/values.ts")).command,
  evaluate: async () => (await import("./commands/evaluate.ts")).command,
  "best-of-n": async () => (await import("./commands/best-of-n.ts")).command,
  train: async () => (await import("./commands/train.ts")).command,
  sweep: async () => (await import("./commands/sweep.ts")).command,
  align: async () => (await import("./commands/align.ts")).command,
  reproduce: async () => (await import("./commands/reproduce.ts")).command,
  pretrain: async () => (await import("./commands/pretrain.ts")).command,
  models: async () => (await import("./commands/models/index.ts")).command,
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
