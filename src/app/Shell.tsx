import { UnstyledButton } from "@mantine/core";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { t } from "../i18n/i18n.ts";
import { appear } from "../state/appearance.ts";
import { beginPath } from "../state/guided-path.ts";
import { useAppearance } from "./appearance/use-appearance.ts";
import { GuidedPath } from "./guided-path/GuidedPath.tsx";
import { Header } from "./Header.tsx";
import { keepFocus } from "./keep-focus.ts";
import { OfferBar } from "./offline/OfferBar.tsx";
import { titleOf } from "./pages.ts";
import classes from "./Shell.module.css";

export function Shell() {
  useAppearance();
  const page = useRef<HTMLDivElement>(null);
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const shownPath = useRef(path);

  useEffect(() => {
    document.title = titleOf(path);
    // On a new page the focus moves to its beginning; a first visit and the redirect of "/" do not move it.
    if (shownPath.current !== "/" && shownPath.current !== path) main.current?.focus();
    shownPath.current = path;
  }, [path]);

  useEffect(() => (page.current ? keepFocus(page.current) : undefined), []);

  return (
    <div ref={page} className={classes.page} data-part="page">
      {/* The hash router would read a link to "#main" as an address, so this is a button. */}
      <button type="button" data-part="frame" className={classes.skip} onClick={() => main.current?.focus()}>
        {t("Skip to content")}
      </button>
      <div data-part="frame">
        <Header />
        <OfferBar />
        <GuidedPath />
      </div>
      <main ref={main} tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      <footer className={classes.footer} data-part="frame">
        {/* The build writes this file (scripts/licences.ts). */}
        <a href="./licences.txt">{t("Licences")}</a>
        <UnstyledButton className={classes.again} onClick={beginPath}>
          {t("Guided path")}
        </UnstyledButton>
        <UnstyledButton
          className={classes.again}
          title={t("Large type; the arrow keys step through, Escape ends it")}
          onClick={() => appear({ present: true })}
        >
          {t("Present")}
        </UnstyledButton>
      </footer>
    </div>
  );
}
