import "core-js/actual/iterator/index.js";
import { fail } from "./output.ts";
import { runProgram } from "./program.ts";

runProgram(process.argv.slice(2)).catch(fail);
