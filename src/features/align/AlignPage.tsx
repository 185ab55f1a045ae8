import { VisuallyHidden } from "@mantine/core";
import { useEffect } from "react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { alignAddress } from "../../state/align-settings.ts";
import { useViewAddress } from "../../state/use-address.ts";
import { Announcement } from "../../ui/Announcement.tsx";
import { UnusableAddress } from "../../ui/UnusableAddress.tsx";
import classes from "./AlignPage.module.css";
import { LaneStrip } from "./LaneStrip.tsx";
import { Messages } from "./Messages.tsx";
import { PairsPanel } from "./pairs/PairsPanel.tsx";
import { Recorded } from "./Recorded.tsx";
import { openRecording } from "./recording.ts";
import { BaseAgainstTuned } from "./results/BaseAgainstTuned.tsx";
import { KeptPolicies } from "./results/KeptPolicies.tsx";
import { SamplesPanel } from "./samples/SamplesPanel.tsx";
import { align, alignEngine } from "./session.ts";
import { Setup } from "./setup/Setup.tsx";
import { Strips } from "./strips/Strips.tsx";
import { Transport } from "./transport/Transport.tsx";
import { useOffer } from "./use-offer.ts";
import { useShownRewards } from "./use-shown-rewards.ts";
import { usePolicyStrokes } from "./use-strokes.ts";

/** The page that tunes policies to the preferences of reward models and lets the verifier say whether they improved. */
export function AlignPage() {
  const unusable = useViewAddress(align.settings, alignAddress);
  const offer = useOffer();
  const device = useStore(align.settings, (settings) => settings.device);
  const { lanes, result, announcement } = useStore(align.store);
  const strokes = usePolicyStrokes(useShownRewards(null));

  useEffect(() => {
    let left = false;
    void openRecording().then(() => {
      if (!left) alignEngine.wake(device);
    });
    return () => {
      left = true;
    };
  }, [device]);

  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">{t("Align")}</VisuallyHidden>
      <Transport offer={offer} />
      <UnusableAddress {...unusable} />
      <Messages />
      <Recorded offer={offer} />
      <LaneStrip {...{ lanes, strokes }} curves={align.curves} />
      <div className={classes.columns}>
        <Setup offer={offer} />
        <Strips offer={offer} />
        <PairsPanel lanes={lanes} strokes={strokes} />
        <div className={classes.below}>
          {result && (
            <>
              <BaseAgainstTuned {...{ result, lanes, strokes }} />
              <SamplesPanel key={result.policies.map(({ reward }) => reward).join()} {...{ result, lanes }} />
            </>
          )}
          <KeptPolicies />
        </div>
      </div>
      <Announcement>{translated(announcement)}</Announcement>
    </div>
  );
}
