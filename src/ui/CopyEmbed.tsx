import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCode } from "@tabler/icons-react";
import { t } from "../i18n/i18n.ts";
import type { Embedded } from "../state/appearance.ts";
import { embedCode } from "./embed-code.ts";

interface CopyEmbedProps {
  figure: Embedded;
  /** The whole link to the state that the frame is to show. */
  address(): string;
}

/** Copies HTML that shows a figure in another page. */
export function CopyEmbed({ figure, address }: CopyEmbedProps) {
  const { copy, copied } = useClipboard();
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      leftSection={<IconCode size={13} aria-hidden />}
      title={t("HTML that shows this figure in a frame of a course page or a notebook")}
      onClick={() => copy(embedCode(figure, address()))}
    >
      {copied ? t("Copied") : t("Embed")}
    </Button>
  );
}
