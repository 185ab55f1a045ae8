import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { Trans } from "../../../i18n/Trans.tsx";
import { CopyEmbed } from "../../../ui/CopyEmbed.tsx";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import { train } from "../session.ts";
import { useShownVariants } from "../use-shown-variants.ts";
import { PairFigure } from "./PairFigure.tsx";
import { PairPicker } from "./PairPicker.tsx";
import classes from "./Pinned.module.css";
import { PinnedEdges } from "./PinnedEdges.tsx";

/** One pinned pair: its trajectories, what training does to them, and its edges. */
export function PinnedPanel() {
  const pinned = useStore(train.store, (state) => state.pinned);
  const shown = useStore(train.store, (state) => state.shownPin);
  const awaited = useStore(train.store, ({ opening, error, pins }) => opening || (!error && pins.length > 0));
  const heldOut = useStore(train.store, (state) => state.opened?.heldOut);
  const pins = useStore(train.store, (state) => state.pins);
  const runs = useShownVariants();
  const pair = pinned[shown] ?? pinned[0];
  return (
    <section aria-label={t("Pinned pair")} className={classes.panel}>
      <div className={classes.head}>
        <h2>{t("Pinned pair")}</h2>
        <Pager shown={shown} count={pinned.length} />
        <PairPicker {...{ heldOut, pins }} onPin={(places) => void train.pin(places)} />
        <CopyEmbed figure="signal" address={() => location.href} />
      </div>
      {pair ? (
        <>
          <div className={classes.figure} data-figure="signal">
            <p className={classes.prompt}>{pair.prompt}</p>
            <PairFigure key={pair.place} pair={pair} runs={runs} />
            <SignalLegend />
          </div>
          <PinnedEdges pair={pair} runs={runs} />
        </>
      ) : (
        <p className={classes.note}>
          {awaited ? t("The pinned pairs are being read…") : t("No pair is pinned. Choose held-out pairs to follow.")}
        </p>
      )}
    </section>
  );
}

function Pager({ shown, count }: { shown: number; count: number }) {
  const turn = (by: number) => train.store.setState({ shownPin: (shown + by + count) % count });
  return (
    <div className={classes.pager}>
      <ActionIcon size="sm" aria-label={t("Previous pinned pair")} disabled={count < 2} onClick={() => turn(-1)}>
        <IconChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <output aria-label={t("Pinned pair in sight")}>
        {t("{place} of {all}", { place: count === 0 ? 0 : shown + 1, all: count })}
      </output>
      <ActionIcon size="sm" aria-label={t("Next pinned pair")} disabled={count < 2} onClick={() => turn(1)}>
        <IconChevronRight size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}

/** The legend of the strips of gradients. */
function SignalLegend() {
  const palette = usePalette();
  return (
    <p className={classes.legend} data-part="legend">
      <span>
        <Trans id="Strips: <b>∂L/∂r</b> at every token, log scale 10⁻⁶ … 1." components={{ b: <b /> }} />
      </span>
      <span>
        <i style={{ background: palette.ink }} aria-hidden /> {t("outcome term: L_bt, L_out or L_prm")}
      </span>
      <span>
        <i className={classes.consistency} aria-hidden /> {t("ρ·L_icr, in the run's colour")}
      </span>
      <span>
        {t(
          "upwards raises a reward, downwards lowers it; hollow pushes the other way. L_sft acts on the text head, not on rewards.",
        )}
      </span>
    </p>
  );
}
