import { UnstyledButton } from "@mantine/core";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { beginPath } from "../state/guided-path.ts";
import { GuidedPath } from "./guided-path/GuidedPath.tsx";
import { Header } from "./Header.tsx";
import { titleOf } from "./pages.ts";
import classes from "./Shell.module.css";

export function Shell() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const shownPath = useRef(path);

  useEffect(() => {
    document.title = titleOf(path);
    // A new page is read from its beginning; a first visit, and the redirect of "/", leave the focus alone.
    if (shownPath.current !== "/" && shownPath.current !== path) main.current?.focus();
    shownPath.current = path;
  }, [path]);

  return (
    <div className={classes.page}>
      {/* A link to "#main" would be taken for an address by the hash router. */}
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <Header />
      <GuidedPath />
      <main ref={main} tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      <footer className={classes.footer}>
        {/* Written by the build (scripts/licences.ts). */}
        <a href="./licences.txt">Licences</a>
        <UnstyledButton className={classes.again} onClick={beginPath}>
          Guided path
        </UnstyledButton>
      </footer>
    </div>
  );
}
