import { Command } from "commander";
import { command as inspect } from "./inspect.ts";
import { command as list } from "./list.ts";
import { command as merge } from "./merge.ts";
import { command as onnx } from "./onnx.ts";
import { command as pull } from "./pull.ts";

export const command = new Command("models")
  .description(
    "Models: list those of a folder, look into one, fetch one from the hub, add adapters to one, write one as ONNX.",
  )
  .addCommand(list, { isDefault: true })
  .addCommand(inspect)
  .addCommand(pull)
  .addCommand(merge)
  .addCommand(onnx);
