import { t } from "../../../i18n/i18n.ts";
import { Trans } from "../../../i18n/Trans.tsx";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import classes from "./Pinned.module.css";

/** The legend of the strips of gradients. */
export function SignalLegend() {
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
