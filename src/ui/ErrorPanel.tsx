import { Alert, CloseButton, Group } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import type { ProblemReport } from "../engine/errors.ts";
import { t } from "../i18n/i18n.ts";
import { translated } from "../i18n/translated.ts";
import { hear } from "../state/last-errors.ts";
import { CopyDiagnostics } from "./CopyDiagnostics.tsx";
import classes from "./ErrorPanel.module.css";

interface ErrorPanelProps {
  report: ProblemReport;
  /** A button that helps the person. */
  action?: ReactNode;
  onDismiss?: () => void;
  /** The stack of the error that stopped a page, for the diagnostics. */
  stack?: string | undefined;
}

/** An error: what happened, where, and what to do. */
export function ErrorPanel({ report, action, onDismiss, stack }: ErrorPanelProps) {
  useEffect(() => hear(report), [report]);
  const { what, where, expected, found, fix } = report;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle size={18} aria-hidden />} p="xs">
      <Group gap="xs" wrap="nowrap" align="flex-start" justify="space-between">
        <div className={classes.report}>
          <strong>{translated(what)}</strong>
          <dl className={classes.facts}>
            {where && <Fact term={t("where", {}, "an error occurred")}>{translated(where)}</Fact>}
            {expected !== undefined && <Fact term={t("expected")}>{translated(expected)}</Fact>}
            {found !== undefined && <Fact term={t("found")}>{translated(found)}</Fact>}
          </dl>
          {fix && <p className={classes.fix}>{translated(fix)}</p>}
          {action}
          <div className={classes.diagnostics}>
            <CopyDiagnostics stack={stack} />
          </div>
        </div>
        {onDismiss && <CloseButton aria-label={t("Dismiss this message")} size="sm" onClick={onDismiss} />}
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
