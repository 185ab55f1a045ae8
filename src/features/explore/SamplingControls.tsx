import { useStore } from "zustand";
import type { GenerationSettings } from "../../engine/policy/generate.ts";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import { defaultSettings } from "../../state/explore-state.ts";
import { samplingLimits } from "../../state/sampling-limits.ts";
import { ParameterSlider } from "../../ui/ParameterSlider.tsx";
import { SeedInput } from "../../ui/settings/SeedInput.tsx";
import classes from "./ExplorePage.module.css";
import { explore } from "./session.ts";

const set = (change: Partial<GenerationSettings>) =>
  explore.store.setState(({ settings }) => ({ settings: { ...settings, ...change } }));

/** The settings of sampling. */
export function SamplingControls() {
  const settings = useStore(explore.store, (state) => state.settings);
  return (
    <details data-part="controls" className={classes.sampling} open={window.matchMedia("(min-width: 900px)").matches}>
      <summary>
        <Trans
          id="Sampling <span>{settings}</span>"
          components={{ span: <span className={classes.summary} /> }}
          values={{ settings: summary(settings) }}
        />
      </summary>
      <div className={classes.parameters}>
        <ParameterSlider
          label={t("Temperature")}
          explanation={t("Below 1 sharpens, above 1 flattens.")}
          value={settings.temperature}
          defaultValue={defaultSettings.temperature}
          min={samplingLimits.temperature[0]}
          max={samplingLimits.temperature[1]}
          step={0.05}
          describe={(value) => (value === 0 ? t("greedy") : null)}
          onChange={(temperature) => set({ temperature })}
        />
        <ParameterSlider
          label={t("Top-k")}
          unit={t("tokens")}
          explanation={t("Only the k likeliest; 0 keeps all.")}
          value={settings.topK}
          defaultValue={defaultSettings.topK}
          min={samplingLimits.topK[0]}
          max={samplingLimits.topK[1]}
          step={1}
          describe={(value) => (value === 0 ? t("off") : null)}
          onChange={(topK) => set({ topK })}
        />
        <ParameterSlider
          label={t("Top-p")}
          unit={t("mass")}
          explanation={t("Only the likeliest of this mass.")}
          value={settings.topP}
          defaultValue={defaultSettings.topP}
          min={samplingLimits.topP[0]}
          max={samplingLimits.topP[1]}
          step={0.05}
          describe={(value) => (value === 1 ? t("off") : null)}
          onChange={(topP) => set({ topP })}
        />
        <ParameterSlider
          label={t("Length limit")}
          unit={t("tokens")}
          explanation={t("Ends a response that does not end.")}
          value={settings.maxTokens}
          defaultValue={defaultSettings.maxTokens}
          min={samplingLimits.maxTokens[0]}
          max={samplingLimits.maxTokens[1]}
          step={1}
          onChange={(maxTokens) => set({ maxTokens })}
        />
        <SeedInput
          explanation={t("Same seed and settings, same response.")}
          value={settings.seed}
          onChange={(seed) => set({ seed })}
        />
      </div>
    </details>
  );
}

function summary({ temperature, topK, topP, seed, maxTokens }: GenerationSettings): string {
  return t("T {temperature} · top-k {value} · top-p {topP} · ≤ {maxTokens} tokens · seed {seed}", {
    temperature,
    value: topK || t("off"),
    topP: topP === 1 ? t("off") : topP,
    maxTokens,
    seed: String(seed),
  });
}
