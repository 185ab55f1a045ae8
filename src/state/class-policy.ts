import { CLASS_MODEL, CLASS_NAME } from "../engine/policy/class-entry.ts";
import type { ListedPolicy } from "../storage/stored-policies.ts";

/**
 * The class of students as an entry in lists of policies. It comes with the playground and cannot be trained. In a file
 * of its own: a first visit needs it, and not the browser's storage.
 */
export const listedClassPolicy: ListedPolicy = { id: CLASS_MODEL, name: CLASS_NAME, tunedAt: null, trainable: false };
