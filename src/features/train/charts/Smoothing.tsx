import { useStore } from "zustand";
import { t } from "../../../i18n/i18n.ts";
import { CheckedNumberInput } from "../../../ui/CheckedNumberInput.tsx";
import classes from "./Charts.module.css";
import { chartSettings } from "./source.ts";

/** The share of the past in smoothed training curves; held-out points are never smoothed. */
export function Smoothing() {
  const smoothing = useStore(chartSettings, (state) => state.smoothing);
  return (
    <div className={classes.smoothing}>
      <label
        htmlFor="smoothing"
        title={t("Exponential moving average of the training curves; 0 shows every step as it is")}
      >
        {t("Smoothing")}
      </label>
      <CheckedNumberInput
        id="smoothing"
        size="xs"
        value={smoothing}
        min={0}
        max={0.98}
        step={0.05}
        onChange={(next) => chartSettings.setState({ smoothing: next })}
      />
    </div>
  );
}
