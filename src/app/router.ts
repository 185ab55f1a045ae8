import { createRootRoute, createRoute, createRouter, redirect } from "@tanstack/react-router";
import { prefetchRecording } from "../state/recordings.ts";
import { hashHistory } from "./hash-history.ts";
import { NotFound } from "./NotFound.tsx";
import { PageError } from "./PageError.tsx";
import { pages } from "./pages.ts";
import { Shell } from "./Shell.tsx";

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: pages[0].path, replace: true });
  },
});

/** Whether the page is the first of a visit; later pages are opened when much has been loaded already. */
let isFirst = true;

const pageRoutes = pages.flatMap(({ path: own, part, component, recording }) => {
  const paths: string[] = part ? [own, `${own}/$${part}`] : [own];
  return paths.map((path) =>
    createRoute({
      getParentRoute: () => rootRoute,
      path,
      component,
      loader: ({ location }) => {
        if (isFirst && recording && Object.keys(location.search).length === 0) prefetchRecording(recording);
        isFirst = false;
      },
    }),
  );
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([startRoute, ...pageRoutes]),
  // A hash address works on every static host, without rewrite rules.
  history: hashHistory(),
  defaultErrorComponent: PageError,
});
