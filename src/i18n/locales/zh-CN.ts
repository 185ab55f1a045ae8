import type { Catalogue } from "../i18n.ts";
import texts from "./zh-CN.json";

/** All texts in Simplified Chinese, by their English. */
export default texts satisfies Catalogue;
