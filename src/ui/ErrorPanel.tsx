import { Alert, CloseButton, Group } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ProblemReport } from "../engine/errors.ts";
import classes from "./ErrorPanel.module.css";

interface ErrorPanelProps {
  report: ProblemReport;
  /** A button that helps the person. */
  action?: ReactNode;
  onDismiss?: () => void;
}

/** An error: what happened, where, and what to do. */
export function ErrorPanel({ report, action, onDismiss }: ErrorPanelProps) {
  const { what, where, expected, found, fix } = report;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle size={18} aria-hidden />} p="xs">
      <Group gap="xs" wrap="nowrap" align="flex-start" justify="space-between">
        <div className={classes.report}>
          <strong>{what}</strong>
          <dl className={classes.facts}>
            {where && <Fact term="where">{where}</Fact>}
            {expected !== undefined && <Fact term="expected">{expected}</Fact>}
            {found !== undefined && <Fact term="found">{found}</Fact>}
          </dl>
          {fix && <p className={classes.fix}>{fix}</p>}
          {action}
        </div>
        {onDismiss && <CloseButton aria-label="Dismiss this message" size="sm" onClick={onDismiss} />}
      </Group>
    </Alert>
  );
}

function Fact({ term, children }: { term: string; children: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
