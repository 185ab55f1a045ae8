import { address } from "./address.ts";
import { configReader } from "./config-reader.ts";
import { importer } from "./importer.ts";
import type { FaultPart } from "./part.ts";
import { runZip } from "./run-zip.ts";
import { sweepFile } from "./sweep-file.ts";
import { workerMessage } from "./worker-message.ts";

/** All ways by which something comes in from outside. */
export const parts = [
  importer,
  configReader,
  address,
  runZip,
  sweepFile,
  workerMessage,
] as readonly FaultPart<unknown>[];
