import { Alert, VisuallyHidden } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { pageEngine } from "../../state/page-engine.ts";
import { useAddress } from "../../state/use-address.ts";
import { Announcement } from "../../ui/Announcement.tsx";
import { EngineMessages } from "../../ui/EngineMessages.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { UnusableAddress } from "../../ui/UnusableAddress.tsx";
import { exploreAddress } from "./address.ts";
import { EmptyState } from "./EmptyState.tsx";
import classes from "./ExplorePage.module.css";
import { FigurePanel } from "./FigurePanel.tsx";
import { PromptBar } from "./PromptBar.tsx";
import { Recorded } from "./Recorded.tsx";
import { SamplingControls } from "./SamplingControls.tsx";
import { explore } from "./session.ts";

// Shares code with lists of what the browser keeps, which a first visit does not wait for.
const RemovedBranch = lazy(() => import("./RemovedBranch.tsx").then((module) => ({ default: module.RemovedBranch })));

/**
 * The page of single trajectories: a prompt, the policy's responses, and the reward models' rewards for every prefix.
 */
export function ExplorePage() {
  const unusable = useAddress(exploreAddress);
  const hasFigure = useStore(explore.store, ({ branches, status }) => branches.length > 0 || status === "generating");
  const opening = useStore(explore.store, (state) => state.opening);
  const removed = useStore(explore.store, (state) => state.removed);
  const announcement = useStore(explore.store, (state) => state.announcement);
  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">{t("Explore")}</VisuallyHidden>
      <PromptBar />
      <SamplingControls />
      <div className={classes.messages}>
        <UnusableAddress {...unusable} />
        <LinkNotice />
        <EngineMessages engine={pageEngine} />
        <WorkMessage />
        <Suspense>
          <RemovedBranch
            removed={removed}
            onRestore={explore.bringBack}
            onErase={() => explore.store.setState({ removed: null })}
          />
        </Suspense>
      </div>
      <Recorded />
      {hasFigure ? <FigurePanel /> : !opening && <EmptyState />}
      <Announcement>{announcement}</Announcement>
    </div>
  );
}

function LinkNotice() {
  const notice = useStore(explore.store, (state) => state.notice);
  if (notice === null) return null;
  return (
    <Alert
      role="status"
      color="gray"
      variant="light"
      p="xs"
      withCloseButton
      closeButtonLabel={t("Dismiss this notice")}
      onClose={() => explore.store.setState({ notice: null })}
    >
      {notice}
    </Alert>
  );
}

/** The error of the last piece of work. An error about the prompt is shown under the prompt instead. */
function WorkMessage() {
  const error = useStore(explore.store, (state) => state.error);
  const crashed = useStore(pageEngine.store, (state) => state.phase === "failed");
  if (!error || error.where === "prompt" || crashed) return null;
  return <ErrorPanel report={error} onDismiss={() => explore.store.setState({ error: null })} />;
}
