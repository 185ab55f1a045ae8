import type { Catalogue } from "../i18n.ts";
import texts from "./zh-CN.json";
import pack from "./zh-CN.pack.json";

/** All texts in Simplified Chinese, by their English. */
export default { ...texts, ...pack } satisfies Catalogue;
