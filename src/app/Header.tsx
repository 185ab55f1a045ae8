import { Link } from "@tanstack/react-router";
import { t } from "../i18n/i18n.ts";
import { translated } from "../i18n/translated.ts";
import { ColourSchemeToggle } from "./ColourSchemeToggle.tsx";
import { DeviceBadge } from "./DeviceBadge.tsx";
import classes from "./Header.module.css";
import { LanguageSwitch } from "./LanguageSwitch.tsx";
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
