import { SegmentedControl } from "@mantine/core";
import { useCallback, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { t } from "../../i18n/i18n.ts";
import { isBusy, type RewardScale } from "../../state/explore-state.ts";
import type { TokenPlace } from "../../state/selection.ts";
import { useFrameStore } from "../../state/use-frame-store.ts";
import { useSteps } from "../../state/use-steps.ts";
import { FigureLegend } from "../../ui/token-figure/FigureLegend.tsx";
import { TokenFigure } from "../../ui/token-figure/TokenFigure.tsx";
import { BoundExplanation } from "./BoundExplanation.tsx";
import { BranchList } from "./BranchList.tsx";
import { chipAt } from "./chip.ts";
import classes from "./ExplorePage.module.css";
import { explore } from "./session.ts";
import { stepFrom } from "./step-from.ts";
import { TokenDetails } from "./TokenDetails.tsx";
import { TrajectoryExport } from "./TrajectoryExport.tsx";
import { useShownModels } from "./use-shown-models.ts";
import { ValueControls } from "./ValueControls.tsx";
import { visibleTrajectories } from "./visible.ts";

const pickShown = ({ branches, activeId, comparedIds, scale }: ReturnType<typeof explore.store.getState>) => ({
  branches,
  activeId,
  comparedIds,
  scale,
});

/** The figure, the details of a token, and the branches: the part of the page that is rendered at every token. */
export function FigurePanel() {
  const { branches, activeId, comparedIds, scale } = useStore(explore.store, useShallow(pickShown));
  const { trajectory: live } = useFrameStore(explore.live);
  const { estimates } = useFrameStore(explore.values);
  const models = useShownModels();
  const busy = useStore(explore.store, isBusy);
  const details = useRef<HTMLDivElement>(null);
  const trajectories = useMemo(
    () => visibleTrajectories({ branches, activeId, comparedIds }, live, estimates),
    [branches, activeId, comparedIds, live, estimates],
  );

  const pin = useCallback((pinned: TokenPlace, byKeyboard: boolean) => {
    explore.selection.setState({ pinned });
    // The details show the pinned token only after the next render.
    if (byKeyboard)
      requestAnimationFrame(() => details.current?.querySelector<HTMLElement>("ol>li>button:enabled")?.focus());
  }, []);

  useSteps((by) => {
    const active = trajectories.find((trajectory) => trajectory.active);
    if (active) explore.selection.setState({ pinned: stepFrom(active, explore.selection.getState().pinned, by) });
  });

  return (
    <>
      <div className={classes.hero}>
        <div className={classes.figure}>
          <div data-figure="trajectory">
            <TokenFigure
              trajectories={trajectories}
              models={models}
              scale={scale}
              selection={explore.selection}
              live={live !== null}
              onPin={pin}
              onActivate={explore.activate}
            />
          </div>
          <div className={classes.figureHead} data-figure="trajectory">
            <FigureLegend trajectories={trajectories} models={models} scale={scale} />
            <SegmentedControl
              aria-label={t("Scale of the rewards")}
              value={scale}
              onChange={(value) => explore.store.setState({ scale: value as RewardScale })}
              data={[
                { value: "sigma", label: "σ(r)" },
                { value: "raw", label: t("raw r") },
              ]}
            />
          </div>
          <ValueControls />
        </div>
        <TokenDetails
          key={activeId}
          ref={details}
          {...{ trajectories, models, busy }}
          selection={explore.selection}
          onBranch={branchHere}
        />
      </div>
      <BoundExplanation />
      <BranchList>
        <TrajectoryExport trajectories={trajectories} models={models} />
      </BranchList>
    </>
  );
}

/** Branches off; who chose by keyboard goes on from the chosen token, since the button is gone with its trajectory. */
async function branchHere(branchId: number, index: number, tokenId: number): Promise<void> {
  // Once the button is gone, what was around it has the focus, unless the person has moved it (`app/keep-focus.ts`).
  const around = ancestors(document.activeElement);
  await explore.branch(branchId, index, tokenId);
  const { activeId } = explore.store.getState();
  requestAnimationFrame(() => {
    if (activeId === null || !around.has(document.activeElement)) return;
    chipAt({ branchId: activeId, column: index + 1 })?.focus();
  });
}

function ancestors(element: Element | null): ReadonlySet<Element | null> {
  const all = new Set<Element | null>();
  for (let at = element?.parentElement; at; at = at.parentElement) all.add(at);
  return all;
}
