import { Button, SegmentedControl, Select, Switch } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMemo } from "react";
import { useStore } from "zustand";
import type { ProblemReport } from "../../../engine/errors.ts";
import { reportOf } from "../../../engine/errors.ts";
import { SAMPLERS, type Sampler } from "../../../engine/sweep/configurations.ts";
import { type SweepPlan, trialsOf } from "../../../engine/sweep/plan.ts";
import type { Variations } from "../../../engine/sweep/space.ts";
import { HELD_OUT_METRICS } from "../../../engine/sweep/trial-metrics.ts";
import type { Field, Variation } from "../../../engine/sweep/variation.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { Trans } from "../../../i18n/Trans.tsx";
import { translated } from "../../../i18n/translated.ts";
import { useDevice } from "../../../state/device.ts";
import { secondsFor } from "../../../state/sweep.ts";
import { baseConfig, type HeldOutMetric, type SweepDraft, sweepPlanOf } from "../../../state/sweep-draft.ts";
import { MOST_REPLICATES, MOST_TRIALS } from "../../../state/sweep-search.ts";
import type { TrainSettings } from "../../../state/train-settings.ts";
import { variantOf } from "../../../state/train-variants.ts";
import { CheckedNumberInput } from "../../../ui/CheckedNumberInput.tsx";
import { ErrorPanel } from "../../../ui/ErrorPanel.tsx";
import { metricName } from "../../../ui/metric-name.ts";
import { durationText } from "../../../ui/numbers.ts";
import { SettingsPanel } from "../../../ui/settings/SettingsPanel.tsx";
import { crew, draft, sweep, workersAtMost } from "../session.ts";
import { CommonPanel } from "./CommonPanel.tsx";
import { fieldLabel, firstVariation, SWEPT_FIELDS } from "./fields.ts";
import classes from "./Space.module.css";
import { VariationRow } from "./VariationRow.tsx";

/**
 * The settings of a sweep: what its trials have in common, which fields vary, how they are sampled, and how many trials
 * that gives.
 */
export function SpacePanel() {
  const asked = useStore(draft);
  const { settings } = asked;
  const busy = useStore(sweep.store, ({ phase }) => phase !== "idle");
  const { plan, problem } = useMemo(() => checkedPlan(asked), [asked]);
  const setVariation = (field: Field, variation: Variation | null) => {
    const { [field]: _, ...others } = asked.vary;
    const all: Variations = variation ? { ...others, [field]: variation } : others;
    const inOrder = SWEPT_FIELDS.filter((candidate) => candidate.field in all);
    draft.setState({ vary: Object.fromEntries(inOrder.map(({ field: name }) => [name, all[name]])) });
  };
  const locked = SWEPT_FIELDS.filter(({ field }) => !(field in asked.vary));
  return (
    <section aria-label={t("Space")} className={classes.panel}>
      <SettingsPanel summary={lockedText(settings)} note={null}>
        <CommonPanel />
        <div className={classes.rows}>
          {(Object.entries(asked.vary) as [Field, Variation][]).map(([field, variation]) => (
            <VariationRow
              key={field}
              field={field}
              variation={variation}
              grid={asked.sampler === "grid"}
              onChange={(next) => setVariation(field, next)}
              onLock={() => setVariation(field, null)}
            />
          ))}
          <div className={classes.row}>
            <Select
              className={classes.add}
              aria-label={t("Vary another field")}
              placeholder={t("Vary another field …")}
              searchable
              value={null}
              data={locked.map(({ field }) => ({ value: field, label: fieldLabel(field) }))}
              onChange={(field) =>
                field && setVariation(field as Field, firstVariation(field as Field, baseConfig(settings)))
              }
            />
            <span className={classes.small}>
              {t("Everything else is the same in every trial: {settings}.", { settings: lockedText(settings) })}
            </span>
          </div>
        </div>
        <Sampling asked={asked} />
      </SettingsPanel>
      {problem && <ErrorPanel report={problem} />}
      <div className={classes.row}>
        <Button
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          disabled={!plan || busy}
          onClick={() => plan && void sweep.start(plan, crew())}
        >
          {t("Start sweep")}
        </Button>
        {plan && <Cost plan={plan} />}
      </div>
    </section>
  );
}

function Sampling({ asked }: { asked: SweepDraft }) {
  return (
    <div className={classes.row}>
      <SegmentedControl
        size="xs"
        aria-label={t("Sampler")}
        value={asked.sampler}
        onChange={(sampler) => draft.setState({ sampler: sampler as Sampler })}
        data={SAMPLERS.map((value) => ({ value, label: translated(samplerNames[value]) }))}
      />
      {asked.sampler !== "grid" && (
        <Count
          label={t("Trials")}
          value={asked.trials}
          most={MOST_TRIALS}
          onChange={(trials) => draft.setState({ trials })}
        />
      )}
      <Count
        label={t("Seeds")}
        value={asked.replicates}
        most={MOST_REPLICATES}
        onChange={(replicates) => draft.setState({ replicates })}
      />
      <Select
        className={classes.metric}
        aria-label={t("Objective")}
        allowDeselect={false}
        value={asked.metric}
        data={Object.entries(HELD_OUT_METRICS).map(([value, goal]) => ({
          value,
          label: t("{goal} {metric}", { goal: translated(goal), metric: metricName(value) }),
        }))}
        onChange={(metric) => metric && draft.setState({ metric: metric as HeldOutMetric })}
      />
      <Switch
        label={t("Stop trials that fall behind the median")}
        checked={asked.stopping}
        onChange={({ currentTarget: { checked } }) => draft.setState({ stopping: checked })}
      />
    </div>
  );
}

interface CountProps {
  label: string;
  value: number;
  most: number;
  onChange(value: number): void;
}

function Count({ label, value, most, onChange }: CountProps) {
  return (
    <span className={classes.count}>
      {label}
      <CheckedNumberInput
        className={classes.number as string}
        aria-label={label}
        value={value}
        min={1}
        max={most}
        whole
        onChange={onChange}
      />
    </span>
  );
}

function Cost({ plan }: { plan: SweepPlan }) {
  // The time of a recorded step says nothing about this device.
  const record = useStore(sweep.store, (state) => (state.recorded ? null : state.record));
  const trials = useMemo(() => trialsOf(plan), [plan]);
  // The number of parallel workers depends on the device.
  useDevice();
  const workers = workersAtMost();
  const seconds = secondsFor(trials, record, workers);
  return (
    <span className={classes.small} data-testid="cost">
      <Trans
        id="{configurations} configurations × {seeds} seeds = <b>{trials} runs</b>, {workers} at once"
        components={{ b: <b /> }}
        values={{
          configurations: trials.length / plan.seeds.length,
          seeds: plan.seeds.length,
          trials: trials.length,
          workers,
        }}
      />
      {seconds === null
        ? t("; the time it takes is known after the first run")
        : t(", about {seconds}", { seconds: durationText(seconds) })}
    </span>
  );
}

const samplerNames: Record<Sampler, string> = { grid: msg("grid"), random: msg("random"), halton: msg("quasi-random") };

function checkedPlan(asked: SweepDraft): { plan: SweepPlan | null; problem: ProblemReport | null } {
  try {
    return { plan: sweepPlanOf(asked), problem: null };
  } catch (error) {
    return { plan: null, problem: reportOf(error) };
  }
}

function lockedText(settings: TrainSettings): string {
  const { method, steps, batchSize } = baseConfig(settings);
  return t("{method}, {steps} steps of {batchSize} pairs, {pairs} pairs in all", {
    method: translated(variantOf(method).name),
    steps,
    batchSize,
    pairs: settings.pairs,
  });
}
