import { Button, Code, Group, Stack, Title } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { t } from "../i18n/i18n.ts";
import { ErrorPanel } from "../ui/ErrorPanel.tsx";
import { pageReportOf, stackOf } from "./error-report.ts";

/** Replaces a page that failed: what happened, where, what to do. The header stays. */
export function PageError({ error, info, reset }: ErrorComponentProps) {
  const stack = stackOf(error, info?.componentStack);
  return (
    <Stack gap="sm" maw="48rem">
      <Title order={1}>{t("This page has stopped")}</Title>
      <ErrorPanel report={pageReportOf(error, location.hash)} stack={stack} />
      <Group gap="xs">
        <Button onClick={reset}>{t("Try again")}</Button>
        <Button variant="default" onClick={() => location.reload()}>
          {t("Reload")}
        </Button>
      </Group>
      <details>
        <summary>{t("Details")}</summary>
        <Code block>{stack}</Code>
      </details>
    </Stack>
  );
}
