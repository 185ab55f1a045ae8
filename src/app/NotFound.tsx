import { Anchor, Stack, Text, Title } from "@mantine/core";
import { Link, useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import { t } from "../i18n/i18n.ts";
import { Trans } from "../i18n/Trans.tsx";
import { translated } from "../i18n/translated.ts";
import { lookForDevice } from "../state/device.ts";
import { pages } from "./pages.ts";

export function NotFound() {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const [start] = pages;
  useEffect(() => void lookForDevice(), []);
  return (
    <Stack gap="sm" align="flex-start" maw="36rem">
      <Title order={1}>{t("Page not found")}</Title>
      <Text>
        <Trans
          id="There is no page at <code>#{path}</code>. The link may be from another version of the playground."
          components={{ code: <code /> }}
          values={{ path }}
        />
      </Text>
      <Anchor component={Link} to={start.path} underline="always">
        {t("Go to {label}", { label: translated(start.label) })}
      </Anchor>
    </Stack>
  );
}
