import { Badge, Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { t } from "../i18n/i18n.ts";
import classes from "./RecordedBar.module.css";

interface RecordedBarProps {
  /** Sentences that say what the recording shows. */
  children: ReactNode;
  /** Whether current work has to end first. */
  busy?: boolean;
  /** The label of the button to run live, if it leads to another page; left out, “Run it live”. */
  liveLabel?: string;
  onRunLive(): void;
  onEmpty(): void;
}

/**
 * Says that the shown results were recorded with the playground's models and what there is to see, with buttons to run
 * them live or to start empty.
 */
export function RecordedBar({
  children,
  busy = false,
  liveLabel = t("Run it live"),
  onRunLive,
  onEmpty,
}: RecordedBarProps) {
  return (
    <section className={classes.bar} data-part="controls" aria-label={t("Recorded example")}>
      <Badge variant="outline" color="gray" className={classes.mark}>
        {t("Recorded")}
      </Badge>
      <p>{children}</p>
      <span className={classes.ways}>
        <Button
          size="compact-sm"
          disabled={busy}
          leftSection={<IconPlayerPlay size={13} aria-hidden />}
          onClick={onRunLive}
        >
          {liveLabel}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onEmpty}>
          {t("Start empty")}
        </Button>
      </span>
    </section>
  );
}
