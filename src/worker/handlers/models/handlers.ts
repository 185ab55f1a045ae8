/** Answers the calls of Models. */
export { askModel } from "./ask.ts";
export { keepModel } from "./keep.ts";
export { lookUpModel } from "./look.ts";
export { mergeAdapter } from "./merge.ts";
