import { Alert } from "@mantine/core";
import { bytesText } from "../storage/bytes.ts";
import type { Leftovers } from "../storage/leftovers.ts";

interface Props {
  /** What was removed; null: nothing. */
  mended: Leftovers | null;
  /** What one and several of the things are called. */
  names: readonly [one: string, several: string];
  onDismiss(): void;
}

/** Tells once what was cleaned up of an earlier visit, which ended while it stored or deleted something. */
export function MendedNotice({ mended, names: [one, several], onDismiss }: Props) {
  if (!mended) return null;
  const what = mended.things === 1 ? `one ${one}` : `${mended.things} ${several}`;
  return (
    <Alert
      role="status"
      variant="light"
      color="blue"
      p="xs"
      withCloseButton
      closeButtonLabel="Close this note"
      onClose={onDismiss}
      data-testid="mended"
    >
      An earlier visit ended while {what} {mended.things === 1 ? "was" : "were"} being saved or deleted. What was left
      of {mended.things === 1 ? "it" : "them"} ({bytesText(mended.bytes)}) could not be used and has been removed.
      Everything that was reported as saved is still here.
    </Alert>
  );
}
