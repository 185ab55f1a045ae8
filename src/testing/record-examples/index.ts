import { LABELLED_EXAMPLES } from "./labelled.ts";
import { DATA_SET_EXAMPLES } from "./of-data-sets.ts";
import { TOOL_EXAMPLES } from "./of-tools.ts";

/** Examples of every shape. */
export const recordExamples = [...TOOL_EXAMPLES, ...DATA_SET_EXAMPLES, ...LABELLED_EXAMPLES];
