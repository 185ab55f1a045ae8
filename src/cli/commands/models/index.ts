import { Command } from "commander";
import { inspect } from "./inspect.ts";
import { list } from "./list.ts";
import { pull } from "./pull.ts";

export const models = new Command("models")
  .description("Models: list those of a folder, look into one, fetch one from the hub.")
  .addCommand(list, { isDefault: true })
  .addCommand(inspect)
  .addCommand(pull);
