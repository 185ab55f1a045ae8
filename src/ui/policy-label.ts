import { CLASS_NAME } from "../engine/policy/class-entry.ts";
import { translated } from "../i18n/translated.ts";
import type { ListedPolicy } from "../storage/stored-policies.ts";

/** The label of a policy. Policies with the same settings have the same name, so the label adds when each was tuned. */
export function policyLabel({ name, tunedAt }: Pick<ListedPolicy, "name" | "tunedAt">): string {
  if (tunedAt === null) return name === CLASS_NAME ? translated(name) : name;
  return `${name}, ${new Date(tunedAt).toLocaleString("en-GB", { dateStyle: "short", timeStyle: "short" })}`;
}
