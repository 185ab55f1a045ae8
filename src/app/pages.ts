import { lazyRouteComponent, type RouteComponent } from "@tanstack/react-router";
import { LESSONS } from "../features/learn/lessons.ts";
import { t } from "../i18n/i18n.ts";
import { msg } from "../i18n/msg.ts";
import { translated } from "../i18n/translated.ts";
import type { RecordingName } from "../state/recordings.ts";

/** In the order of the navigation: from looking at what is there to bringing one's own. */
export const PAGE_GROUPS = [msg("see"), msg("train"), msg("measure"), msg("bring your own")] as const;
export type PageGroup = (typeof PAGE_GROUPS)[number];

export interface Page {
  path: `/${string}`;
  /** The name of a further part of the address, if the page has parts: `lesson` in `/learn/<lesson>`. */
  part?: string;
  /** The names of what the parts open, by part, for the document's title. */
  parts?: Readonly<Record<string, string>>;
  /** The page's name in the navigation and in the document's title. */
  label: string;
  /** The group in the navigation of pages on which a visitor does similar things. */
  group: PageGroup;
  component: RouteComponent;
  /**
   * The recording that the page opens with if its address says nothing; it is fetched together with the page's code.
   */
  recording?: RecordingName;
}

/**
 * Every page, in the order of the navigation; the first is the start page. A page's code is loaded when the page is
 * opened.
 */
export const pages: readonly [Page, ...Page[]] = [
  {
    path: "/explore",
    label: msg("Explore"),
    group: "see",
    recording: "explore",
    component: lazyRouteComponent(() => import("../features/explore/ExplorePage.tsx"), "ExplorePage"),
  },
  {
    path: "/learn",
    part: "lesson",
    parts: { ...Object.fromEntries(LESSONS.map(({ id, title }) => [id, title])), teachers: msg("For teachers") },
    label: msg("Learn"),
    group: "see",
    component: lazyRouteComponent(() => import("../features/learn/LearnPage.tsx"), "LearnPage"),
  },
  {
    path: "/train",
    label: msg("Train"),
    group: "train",
    recording: "training",
    component: lazyRouteComponent(() => import("../features/train/TrainPage.tsx"), "TrainPage"),
  },
  {
    path: "/runs",
    label: msg("Runs"),
    group: "train",
    recording: "training",
    component: lazyRouteComponent(() => import("../features/runs/RunsPage.tsx"), "RunsPage"),
  },
  {
    path: "/sweep",
    label: msg("Sweep"),
    group: "train",
    recording: "sweep",
    component: lazyRouteComponent(() => import("../features/sweep/SweepPage.tsx"), "SweepPage"),
  },
  {
    path: "/evaluate",
    label: msg("Evaluate"),
    group: "measure",
    recording: "evaluation",
    component: lazyRouteComponent(() => import("../features/evaluate/EvaluatePage.tsx"), "EvaluatePage"),
  },
  {
    path: "/best-of-n",
    label: msg("Best-of-N"),
    group: "measure",
    recording: "best-of-n",
    component: lazyRouteComponent(() => import("../features/best-of-n/BestOfNPage.tsx"), "BestOfNPage"),
  },
  {
    path: "/align",
    label: msg("Align"),
    group: "measure",
    recording: "alignment",
    component: lazyRouteComponent(() => import("../features/align/AlignPage.tsx"), "AlignPage"),
  },
  {
    path: "/data",
    label: msg("Data"),
    group: msg("bring your own"),
    component: lazyRouteComponent(() => import("../features/data/DataPage.tsx"), "DataPage"),
  },
  {
    path: "/models",
    label: msg("Models"),
    group: msg("bring your own"),
    component: lazyRouteComponent(() => import("../features/models/ModelsPage.tsx"), "ModelsPage"),
  },
];

export const siteName = "ICRM Playground";

/** The document's title at an address. The router takes an address in any case of letters, and with a slash at its end. */
export function titleOf(address: string): string {
  const path = address.toLowerCase().replace(/\/$/, "");
  const page = pages.find((page) => page.path === path || (page.part && path.startsWith(`${page.path}/`)));
  if (!page) return `${t("Page not found")} · ${siteName}`;
  const part = page.parts?.[path.slice(page.path.length + 1)];
  return [part && translated(part), translated(page.label), siteName].filter(Boolean).join(" · ");
}
