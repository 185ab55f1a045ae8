import { VisuallyHidden } from "@mantine/core";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { useAddress } from "../../state/use-address.ts";
import { Announcement } from "../../ui/Announcement.tsx";
import { trainAddress } from "./address.ts";
import { Charts } from "./charts/Charts.tsx";
import { InterruptedNotice } from "./InterruptedNotice.tsx";
import { Messages } from "./Messages.tsx";
import { PinnedPanel } from "./pinned/PinnedPanel.tsx";
import { Recorded } from "./Recorded.tsx";
import { RunStrip } from "./RunStrip.tsx";
import { train } from "./session.ts";
import { Setup } from "./setup/Setup.tsx";
import classes from "./TrainPage.module.css";
import { Transport } from "./transport/Transport.tsx";

/**
 * The page of trainings: settings on the left, curves in the middle, and on the right what training does to one pair.
 */
export function TrainPage() {
  const unusable = useAddress(trainAddress);
  const announcement = useStore(train.store, (state) => state.announcement);
  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">{t("Train")}</VisuallyHidden>
      <Transport />
      <Messages unusable={unusable} />
      <InterruptedNotice />
      <Recorded />
      <RunStrip />
      <div className={classes.columns}>
        <Setup />
        <Charts />
        <PinnedPanel />
      </div>
      <Announcement>{translated(announcement)}</Announcement>
    </div>
  );
}
