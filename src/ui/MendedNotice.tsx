import { Alert } from "@mantine/core";
import { t } from "../i18n/i18n.ts";
import { translated } from "../i18n/translated.ts";
import { bytesText } from "../storage/bytes.ts";
import type { Leftovers } from "../storage/leftovers.ts";

interface Props {
  /** The things that were removed; null if nothing was. */
  mended: Leftovers | null;
  /** The word for a removed thing, in the singular and in the plural. */
  names: readonly [one: string, several: string];
  onDismiss(): void;
}

/** Tells once what was cleaned up of an earlier visit, which ended while it stored or deleted something. */
export function MendedNotice({ mended, names: [one, several], onDismiss }: Props) {
  if (!mended) return null;
  const what =
    mended.things === 1
      ? t("one {one}", { one: translated(one) })
      : t("{things} {several}", { things: mended.things, several: translated(several) });
  return (
    <Alert
      role="status"
      variant="light"
      color="blue"
      p="xs"
      withCloseButton
      closeButtonLabel={t("Close this note")}
      onClose={onDismiss}
      data-testid="mended"
    >
      {t(
        "An earlier visit ended while {what} {things, plural, one {was} other {were}} being saved or deleted. What was left of {things, plural, one {it} other {them}} ({bytes}) could not be used and has been removed. Everything that was reported as saved is still here.",
        { what, things: mended.things, bytes: bytesText(mended.bytes) },
      )}
    </Alert>
  );
}
