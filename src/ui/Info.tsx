import { ActionIcon, Tooltip } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { t } from "../i18n/i18n.ts";

interface InfoProps {
  /** The name of what is explained. */
  about: string;
  /** The explanation. */
  children: ReactNode;
}

/** A small button that explains a control when it is pointed at, focused or tapped. */
export function Info({ about, children }: InfoProps) {
  return (
    <Tooltip label={children} multiline w={260}>
      <ActionIcon size={24} color="gray" aria-label={t("About {about}", { about })}>
        <IconInfoCircle size={14} stroke={1.5} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
