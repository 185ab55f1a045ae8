import type { ListedPolicy } from "../storage/stored-policies.ts";

/** Policies of the same settings have the same name: when it was tuned tells them apart. */
export function policyLabel({ name, tunedAt }: Pick<ListedPolicy, "name" | "tunedAt">): string {
  if (tunedAt === null) return name;
  return `${name}, ${new Date(tunedAt).toLocaleString("en-GB", { dateStyle: "short", timeStyle: "short" })}`;
}
