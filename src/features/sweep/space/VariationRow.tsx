import { ActionIcon, NumberInput, SegmentedControl, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { Field, Value, Variation } from "../../../engine/sweep/variation.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import { CheckedNumberInput } from "../../../ui/CheckedNumberInput.tsx";
import { choicesOf, fieldLabel } from "./fields.ts";
import classes from "./Space.module.css";

interface VariationRowProps {
  field: Field;
  variation: Variation;
  /** Whether the sampler is a grid, which needs the number of values in a range. */
  grid: boolean;
  onChange(variation: Variation): void;
  onLock(): void;
}

type Kind = "choices" | "range" | "logRange";

/** The variation of one field. */
export function VariationRow({ field, variation, grid, onChange, onLock }: VariationRowProps) {
  const label = fieldLabel(field);
  const kind: Kind = "choices" in variation ? "choices" : "logRange" in variation ? "logRange" : "range";
  return (
    <fieldset className={classes.row} aria-label={label}>
      <b className={classes.field}>{label}</b>
      {!choicesOf(field) && (
        <SegmentedControl
          size="xs"
          aria-label={t("How {label} varies", { label })}
          value={kind}
          onChange={(next) => onChange(changedKind(variation, next as Kind))}
          data={[
            { value: "range", label: t("range") },
            { value: "logRange", label: t("log") },
            { value: "choices", label: t("values", {}, "listed one by one") },
          ]}
        />
      )}
      {"choices" in variation ? (
        <Choices field={field} choices={variation.choices} onChange={(choices) => onChange({ choices })} />
      ) : (
        <Ends label={label} variation={variation} grid={grid} onChange={onChange} />
      )}
      <ActionIcon aria-label={t("Lock {label}", { label })} size="sm" onClick={onLock}>
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </fieldset>
  );
}

type Range = Exclude<Variation, { choices: readonly Value[] }>;

interface EndsProps {
  label: string;
  variation: Range;
  grid: boolean;
  onChange(variation: Variation): void;
}

function Ends({ label, variation, grid, onChange }: EndsProps) {
  const ends = "logRange" in variation ? variation.logRange : variation.range;
  const change = (place: 0 | 1, value: number) => {
    const next = [place === 0 ? value : ends[0], place === 1 ? value : ends[1]] as const;
    onChange("logRange" in variation ? { ...variation, logRange: next } : { ...variation, range: next });
  };
  return (
    <>
      {([msg("from"), msg("to")] as const).map((name, place) => (
        <CheckedNumberInput
          key={name}
          className={classes.end as string}
          aria-label={t("{label}, {end}", { label, end: translated(name) })}
          leftSection={<span className={classes.small}>{translated(name)}</span>}
          leftSectionWidth={34}
          hideControls
          value={ends[place] as number}
          onChange={(value) => change(place as 0 | 1, value)}
        />
      ))}
      {grid && (
        <NumberInput
          className={classes.end}
          aria-label={t("{label}, values in the grid", { label })}
          leftSection={<span className={classes.small}>{t("in")}</span>}
          hideControls
          min={2}
          value={variation.points ?? ""}
          onChange={(points) => typeof points === "number" && onChange({ ...variation, points })}
        />
      )}
    </>
  );
}

interface ChoicesProps {
  field: Field;
  choices: readonly Value[];
  onChange(choices: readonly Value[]): void;
}

function Choices({ field, choices, onChange }: ChoicesProps) {
  const offered = choicesOf(field);
  const [text, setText] = useState(choices.join(", "));
  const label = fieldLabel(field);
  if (offered) {
    return (
      <div className={classes.choices}>
        {offered.map((value) => (
          <label key={String(value)} className={classes.choice}>
            <input
              type="checkbox"
              checked={choices.includes(value)}
              onChange={({ currentTarget: { checked } }) =>
                onChange(offered.filter((other) => (other === value ? checked : choices.includes(other))))
              }
            />
            {translated(String(value))}
          </label>
        ))}
      </div>
    );
  }
  return (
    <TextInput
      className={classes.values}
      aria-label={t("Values of {label}, separated by commas", { label })}
      value={text}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        onChange(numbersIn(value));
      }}
    />
  );
}

/** Text that is no number is kept, so that the check can name it. */
function numbersIn(text: string): Value[] {
  const parts = text.split(",").map((part) => part.trim());
  return parts.filter(Boolean).map((part) => (Number.isNaN(Number(part)) ? part : Number(part)) as Value);
}

/** The variation as another kind, with the same ends and the same number of values in a grid. */
function changedKind(variation: Variation, kind: Kind): Variation {
  const points = "points" in variation ? variation.points : undefined;
  const ends: readonly [number, number] =
    "choices" in variation
      ? [Math.min(...(variation.choices as number[])), Math.max(...(variation.choices as number[]))]
      : "logRange" in variation
        ? variation.logRange
        : variation.range;
  if (kind === "choices") return { choices: [...new Set(ends)] };
  return kind === "range" ? { points, range: ends } : { points, logRange: ends };
}
