import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconClipboard } from "@tabler/icons-react";
import { t } from "../i18n/i18n.ts";
import { useDevice } from "../state/device.ts";
import { lastErrors } from "../state/last-errors.ts";

/** Copies what a bug report needs. @param stack where the program was, if a page has stopped */
export function CopyDiagnostics({ stack }: { stack?: string | undefined }) {
  const { copy, copied, error } = useClipboard();
  const take = async () => {
    // Loaded when it is asked for: most visits never need it.
    const { diagnosticsText } = await import("../state/diagnostics.ts");
    copy(
      diagnosticsText({
        hash: location.hash,
        userAgent: navigator.userAgent,
        cores: navigator.hardwareConcurrency,
        isolated: crossOriginIsolated,
        device: useDevice.getState(),
        errors: lastErrors(),
        stack,
      }),
    );
  };
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      leftSection={<IconClipboard size={13} aria-hidden />}
      title={t("Versions, device, settings and the last errors; no prompts, records, names or tokens")}
      onClick={() => void take()}
    >
      {error ? t("Copying is not allowed here") : copied ? t("Copied") : t("Copy diagnostics")}
    </Button>
  );
}
