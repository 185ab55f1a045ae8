import { Button, Code, CopyButton, Group, Stack, Title } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { ErrorPanel } from "../ui/ErrorPanel.tsx";
import { errorDetails, reportOf } from "./error-report.ts";

/** Replaces a page that failed: what happened, where, what to do. The header stays. */
export function PageError({ error, info, reset }: ErrorComponentProps) {
  const details = errorDetails(error, location.href, info?.componentStack);
  return (
    <Stack gap="sm" maw="48rem">
      <Title order={1}>This page has stopped</Title>
      <ErrorPanel report={reportOf(error, location.hash)} />
      <Group gap="xs">
        <Button onClick={reset}>Try again</Button>
        <Button variant="default" onClick={() => location.reload()}>
          Reload
        </Button>
        <CopyButton value={details}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? "Copied" : "Copy details"}
            </Button>
          )}
        </CopyButton>
      </Group>
      <details>
        <summary>Details</summary>
        <Code block>{details}</Code>
      </details>
    </Stack>
  );
}
