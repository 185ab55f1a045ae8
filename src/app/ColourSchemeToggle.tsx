import { ActionIcon, type MantineColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconContrast, IconMoon, IconSun } from "@tabler/icons-react";
import { t } from "../i18n/i18n.ts";
import { msg } from "../i18n/msg.ts";
import { translated } from "../i18n/translated.ts";

const choices = {
  auto: { icon: IconContrast, says: msg("as the system"), next: "light" },
  light: { icon: IconSun, says: msg("light"), next: "dark" },
  dark: { icon: IconMoon, says: msg("dark"), next: "auto" },
} as const satisfies Record<MantineColorScheme, object>;

export function ColourSchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { icon: Icon, says, next } = choices[colorScheme];
  const label = t("Colours: {says}. Switch to {others}", {
    says: translated(says),
    others: translated(choices[next].says),
  });
  return (
    <ActionIcon aria-label={label} title={label} onClick={() => setColorScheme(next)}>
      <Icon size={18} stroke={1.5} aria-hidden />
    </ActionIcon>
  );
}
