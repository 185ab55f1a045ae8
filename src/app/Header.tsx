import { Link } from "@tanstack/react-router";
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
      <nav aria-label="Pages" className={classes.pages}>
        {PAGE_GROUPS.map((group) => (
          <ul key={group} aria-label={group} className={classes.group}>
            {pages
              .filter((page) => page.group === group)
              .map(({ path, label }) => (
                <li key={path}>
                  <Link to={path} className={classes.page} activeProps={{ "aria-current": "page" }}>
                    {label}
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
