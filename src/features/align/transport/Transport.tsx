import { Button } from "@mantine/core";
import { IconListSearch, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { AlignPhase } from "../../../state/align.ts";
import { chosenRewards } from "../../../state/align-settings.ts";
import { align } from "../session.ts";
import type { Offer } from "../use-offer.ts";
import { AlignmentProgress } from "./AlignmentProgress.tsx";
import classes from "./Transport.module.css";

const start = { label: msg("Start"), icon: <IconPlayerPlay size={15} aria-hidden /> };

/** Label, icon and action of the first button in each phase. */
const mains: Record<AlignPhase, { label: string; icon: ReactNode; act?: () => void }> = {
  idle: start,
  working: { label: msg("Pause"), icon: <IconPlayerPause size={15} aria-hidden />, act: align.pause },
  paused: { label: msg("Resume"), icon: <IconPlayerPlay size={15} aria-hidden />, act: align.resume },
  cancelling: { label: msg("Pause"), icon: <IconPlayerPause size={15} aria-hidden /> },
  ended: start,
};

/** The buttons Start, Pause, Resume, pairs alone, Stop and Cancel, always in the same places. */
export function Transport({ offer }: { offer: Offer }) {
  const phase = useStore(align.store, (state) => state.phase);
  const training = useStore(align.store, ({ progress }) => progress?.stage === "training");
  const empty = useStore(align.settings, (settings) => !offer || chosenRewards(settings, offer).length === 0);
  const main = mains[phase];
  const underWay = phase === "working" || phase === "paused";
  const begin = (until: "pairs" | "end") => () => void (offer && align.start(offer, until));
  return (
    <section aria-label={t("Alignment")} className={classes.transport}>
      <div className={classes.buttons}>
        <Button
          size="sm"
          className={classes.main}
          disabled={phase === "cancelling" || (!underWay && empty)}
          leftSection={main.icon}
          onClick={main.act ?? begin("end")}
        >
          {translated(main.label)}
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={underWay || phase === "cancelling" || empty}
          leftSection={<IconListSearch size={15} aria-hidden />}
          title={t("Samples and pairs, to be looked at before anything is trained; Start goes on from them")}
          onClick={begin("pairs")}
        >
          {t("Build pairs")}
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={!underWay || !training}
          leftSection={<IconPlayerStop size={15} aria-hidden />}
          title={t("Ends the training here; the policies as they are will be judged and kept")}
          onClick={align.stop}
        >
          {t("Stop")}
        </Button>
        <Button
          size="sm"
          variant="default"
          disabled={!underWay}
          leftSection={<IconX size={15} aria-hidden />}
          title={t("Lets go of the alignment; samples that are drawn need not be drawn again")}
          onClick={align.cancel}
        >
          {t("Cancel")}
        </Button>
      </div>
      <AlignmentProgress />
    </section>
  );
}
