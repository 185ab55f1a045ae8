/** Answers the calls of Models. */
export { keepModel } from "./keep.ts";
export { lookUpModel } from "./look.ts";
export { mergeAdapter } from "./merge.ts";
