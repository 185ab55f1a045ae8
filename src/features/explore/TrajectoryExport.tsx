import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconLink } from "@tabler/icons-react";
import { t } from "../../i18n/i18n.ts";
import { pageEngine } from "../../state/page-engine.ts";
import { trajectoriesDocument } from "../../state/trajectories-document.ts";
import { CopyEmbed } from "../../ui/CopyEmbed.tsx";
import { ExportButtons } from "../../ui/ExportButtons.tsx";
import { figureSvg } from "../../ui/token-figure/figure-svg.ts";
import type { FigureModel, FigureTrajectory } from "../../ui/token-figure/model.ts";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import classes from "./ExplorePage.module.css";
import { trajectoriesCsv } from "./export/csv.ts";
import { addressOf } from "./search.ts";
import { explore } from "./session.ts";

interface TrajectoryExportProps {
  trajectories: readonly FigureTrajectory[];
  models: readonly FigureModel[];
}

/** Exports the figure as files, and the page as a link. */
export function TrajectoryExport({ trajectories, models }: TrajectoryExportProps) {
  const palette = usePalette();
  const figure = () => {
    const { branches, scale } = explore.store.getState();
    const prompt = branches[0]?.trajectory.prompt ?? "";
    return figureSvg({ prompt, trajectories, models, scale, palette });
  };
  const json = () => {
    const { models: loaded, device } = pageEngine.store.getState();
    const { branches, recording } = explore.store.getState();
    const judged = loaded ?? (recording && { policy: recording.policy, rewards: [...recording.rewardModels] });
    const document = trajectoriesDocument(branches, explore.values.getState().estimates, judged, device);
    return `${JSON.stringify(document, null, 2)}\n`;
  };
  const address = () => addressOf(explore.store.getState(), pageEngine.store.getState());
  return (
    <div className={classes.exports}>
      <ExportButtons
        name="trajectories"
        csv={() => trajectoriesCsv(trajectories, models)}
        json={json}
        figure={{ svg: figure, onError: explore.fail }}
      />
      <CopyEmbed figure="trajectory" address={address} />
      <CopyButton value={address()}>
        {({ copied, copy }) => (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={copied ? <IconCheck size={13} aria-hidden /> : <IconLink size={13} aria-hidden />}
            onClick={copy}
          >
            {copied ? t("Link copied") : t("Copy link")}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
