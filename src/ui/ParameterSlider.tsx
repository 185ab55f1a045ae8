import { NumberInput, Slider, Text, VisuallyHidden } from "@mantine/core";
import { useId } from "react";
import { t } from "../i18n/i18n.ts";
import { Info } from "./Info.tsx";
import { logScale } from "./log-scale.ts";
import { exactText } from "./numbers.ts";
import classes from "./ParameterSlider.module.css";
import { useCheckedNumber } from "./use-checked-number.ts";

interface ParameterSliderProps {
  label: string;
  /** One line on the setting's effect. */
  explanation: string;
  value: number;
  defaultValue: number;
  min: number;
  max: number;
  step: number;
  unit?: string;
  /** "log": equal moves of the slider multiply by equal factors; needs `min` above 0. */
  scale?: "linear" | "log";
  /** A value in words, if a number alone would mislead, such as "off" for 0. */
  describe?: (value: number) => string | null;
  onChange(value: number): void;
}

/** A number that is typed or set by slider, with its unit, its default and its effect. */
export function ParameterSlider(props: ParameterSliderProps) {
  const { label, explanation, value, defaultValue, min, max, step, unit, scale, describe, onChange } = props;
  const explanationId = useId();
  const meaning = describe?.(value);
  const decimals = decimalsOf(step);
  const { field, message } = useCheckedNumber({ value, min, max, whole: decimals === 0, onChange });
  const log = scale === "log" ? logScale(min, max, step) : null;
  return (
    <div className={classes.parameter}>
      <div className={classes.head}>
        <Text span className={classes.label}>
          {label}
          {unit && <span className={classes.unit}> {unit}</span>}
        </Text>
        <Info about={label}>
          {explanation} {exactText(min)} – {exactText(max)}.
        </Info>
        {meaning && <span className={classes.meaning}>{meaning}</span>}
        <NumberInput
          aria-label={unit ? `${label} (${unit})` : label}
          aria-describedby={explanationId}
          className={classes.number}
          size="xs"
          {...{ min, max, step }}
          {...field}
        />
      </div>
      <Slider
        thumbLabel={t("{label}, slider", { label })}
        size={3}
        thumbSize={12}
        label={null}
        {...(log
          ? {
              value: log.place(value),
              min: 0,
              max: log.last,
              step: 1,
              scale: (place: number) => log.value(place, value),
              onChange: (place: number) => onChange(log.value(place, value)),
            }
          : { value, min, max, step, onChange: (next: number) => onChange(Number(next.toFixed(decimals))) })}
      />
      {message && (
        <p role="status" className={classes.message} data-wrong={field.error || undefined}>
          {message}
        </p>
      )}
      <VisuallyHidden id={explanationId}>{explanation}</VisuallyHidden>
      {value !== defaultValue && (
        <button type="button" className={classes.reset} onClick={() => onChange(defaultValue)}>
          {t("Default {value}", { value: describe?.(defaultValue) ?? exactText(defaultValue) })}
        </button>
      )}
    </div>
  );
}

/** Decimals of a step such as 0.05 or 1e-6. */
function decimalsOf(step: number): number {
  return (
    step
      .toFixed(12)
      .replace(/\.?0+$/, "")
      .split(".")[1]?.length ?? 0
  );
}
