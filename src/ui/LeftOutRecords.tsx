import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { countOf, type LeftOut, leftOutSummary, omissionText } from "../engine/data/left-out.ts";
import { t } from "../i18n/i18n.ts";
import { countText } from "./numbers.ts";
import classes from "./Warnings.module.css";

/** A longer list would take long to draw. Further records appear in the list when these are corrected. */
const MOST_LISTED = 200;

/** The records that could not be used, with their places in their file; renders nothing if there are none. */
export function LeftOutRecords({ leftOut }: { leftOut: LeftOut }) {
  const count = countOf(leftOut);
  if (count === 0) return null;
  const listed = leftOut.records.slice(0, MOST_LISTED);
  return (
    <Alert
      role="note"
      aria-label={t("Left out")}
      color="yellow"
      variant="light"
      p="xs"
      icon={<IconAlertTriangle size={18} aria-hidden />}
    >
      <details>
        <summary data-testid="left-out">{t("Left out: {leftOut}", { leftOut: leftOutSummary(leftOut) })}</summary>
        <ul className={classes.warnings}>
          {listed.map((omission) => (
            <li key={`${omission.file} ${omission.number}`}>{omissionText(omission)}</li>
          ))}
        </ul>
        {count > listed.length && (
          <p>{t("The first {listed} of {count} are listed.", { listed: listed.length, count: countText(count) })}</p>
        )}
      </details>
    </Alert>
  );
}
