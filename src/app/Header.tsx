import { ActionIcon, Button, type MantineColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconContrast, IconMoon, IconSun } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useStore } from "zustand";
import { t } from "../i18n/i18n.ts";
import { chooseLanguage, LANGUAGES, language } from "../i18n/language.ts";
import { msg } from "../i18n/msg.ts";
import { translated } from "../i18n/translated.ts";
import { DeviceBadge } from "./DeviceBadge.tsx";
import classes from "./Header.module.css";
import { PAGE_GROUPS, pages, siteName } from "./pages.ts";

export function Header() {
  return (
    <header className={classes.header}>
      <Link to="/" className={classes.name}>
        {siteName}
      </Link>
      <nav aria-label={t("Pages")} className={classes.pages}>
        {PAGE_GROUPS.map((group) => (
          <ul key={group} aria-label={translated(group)} className={classes.group}>
            {pages
              .filter((page) => page.group === group)
              .map(({ path, label }) => (
                <li key={path}>
                  <Link to={path} className={classes.page} activeProps={{ "aria-current": "page" }}>
                    {translated(label)}
                  </Link>
                </li>
              ))}
          </ul>
        ))}
      </nav>
      <div className={classes.right}>
        <DeviceBadge />
        <LanguageSwitch />
        <ColourSchemeToggle />
      </div>
    </header>
  );
}

const choices = {
  auto: { icon: IconContrast, says: msg("as the system"), next: "light" },
  light: { icon: IconSun, says: msg("light"), next: "dark" },
  dark: { icon: IconMoon, says: msg("dark"), next: "auto" },
} as const satisfies Record<MantineColorScheme, object>;

function ColourSchemeToggle() {
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

/** Switches to the other language. The button names that language in the language itself, so that a person who needs it can read it. */
function LanguageSwitch() {
  const { current } = useStore(language);
  const other = current === "en" ? "zh-CN" : "en";
  return (
    <Button variant="subtle" px="xs" lang={other} onClick={() => void chooseLanguage(other)}>
      {LANGUAGES[other].name}
    </Button>
  );
}
