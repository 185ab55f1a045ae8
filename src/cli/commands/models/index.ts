import { Command } from "commander";
import { inspect } from "./inspect.ts";
import { list } from "./list.ts";
import { merge } from "./merge.ts";
import { onnx } from "./onnx.ts";
import { pull } from "./pull.ts";

export const models = new Command("models")
  .description(
    "Models: list those of a folder, look into one, fetch one from the hub, add adapters to one, write one as ONNX.",
  )
  .addCommand(list, { isDefault: true })
  .addCommand(inspect)
  .addCommand(pull)
  .addCommand(merge)
  .addCommand(onnx);
