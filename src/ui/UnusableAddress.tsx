import { translated } from "../i18n/translated.ts";
import type { AddressProblems } from "../state/use-address.ts";
import { ErrorPanel } from "./ErrorPanel.tsx";

/** Lists the parts of an opened link that the page could not use. */
export function UnusableAddress({ problems, dismiss }: AddressProblems) {
  if (problems.length === 0) return null;
  return (
    <ErrorPanel
      report={{
        what: "Some of this link could not be used",
        where: "address",
        found: problems.map(translated).join(" "),
        fix: "The rest of the link is shown.",
      }}
      onDismiss={dismiss}
    />
  );
}
