import { Checkbox } from "@mantine/core";
import { EDGE_SCORES, EDGE_WEIGHTS, edgeName } from "../../../engine/losses/edge-kinds.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import {
  edgeVariantId,
  METHOD_VARIANTS,
  MOST_VARIANTS,
  OTHER_VARIANTS,
  VARIANTS,
  type Variant,
  type VariantId,
  variantOf,
} from "../../../state/train-variants.ts";
import { ExplainedLabel } from "../../../ui/ExplainedLabel.tsx";
import { Info } from "../../../ui/Info.tsx";
import { Swatch } from "../../../ui/Swatch.tsx";
import classes from "../../../ui/settings/Settings.module.css";
import { useVariantStrokes } from "../use-strokes.ts";

interface MethodPickerProps {
  chosen: readonly VariantId[];
  onChange: (chosen: VariantId[]) => void;
}

/** Chooses the runs that are trained side by side on the same batches. */
export function MethodPicker({ chosen, onChange }: MethodPickerProps) {
  const open = chosen.some((id) => METHOD_VARIANTS.every((variant) => variant.id !== id));
  return (
    <fieldset className={classes.methods}>
      <legend>
        <ExplainedLabel label={t("Side by side")}>
          {t("Up to {most} runs, same seed, same batches: what differs is the method.", { most: MOST_VARIANTS })}
        </ExplainedLabel>
      </legend>
      <Choices variants={METHOD_VARIANTS} {...{ chosen, onChange }} />
      <details open={open || undefined}>
        <summary>{t("Ablations of ICRM")}</summary>
        <EdgeGrid {...{ chosen, onChange }} />
        <Choices variants={OTHER_VARIANTS} {...{ chosen, onChange }} />
      </details>
    </fieldset>
  );
}

/** A grid of edge scores and edge weights; mutual × generation is ICRM itself. */
function EdgeGrid(picked: MethodPickerProps) {
  return (
    <table className={classes.edgeGrid}>
      <caption>{t("Edge score (rows) × edge weight (columns)")}</caption>
      <thead>
        <tr>
          <td />
          {EDGE_WEIGHTS.map((weight) => (
            <th key={weight} scope="col">
              {translated(weight)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {EDGE_SCORES.map((edgeScore) => (
          <tr key={edgeScore}>
            <th scope="row">{translated(edgeScore)}</th>
            {EDGE_WEIGHTS.map((edgeWeight) => {
              const id = edgeVariantId(edgeScore, edgeWeight);
              const { name, meaning } = variantOf(id);
              return (
                <td key={edgeWeight} title={`${translated(name)}: ${translated(meaning)}`}>
                  <Checkbox
                    size="xs"
                    aria-label={translated(edgeName({ edgeScore, edgeWeight }))}
                    {...checkOf(picked, id)}
                  />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ChoicesProps extends MethodPickerProps {
  variants: readonly (Variant & { id: VariantId })[];
}

function Choices({ variants, ...picked }: ChoicesProps) {
  const strokes = useVariantStrokes(picked.chosen);
  return variants.map(({ id, name, meaning }) => {
    const stroke = strokes.get(id);
    return (
      <div key={id} className={classes.explained}>
        <Checkbox
          size="xs"
          {...checkOf(picked, id)}
          label={
            <>
              {translated(name)} {stroke && <Swatch stroke={stroke} />}
            </>
          }
        />
        <Info about={translated(name)}>{translated(meaning)}</Info>
      </div>
    );
  });
}

function checkOf({ chosen, onChange }: MethodPickerProps, id: VariantId) {
  const checked = chosen.includes(id);
  // At least one run stays chosen, and at most as many as a chart can distinguish.
  const disabled = checked ? chosen.length === 1 : chosen.length >= MOST_VARIANTS;
  return { checked, disabled, onChange: () => onChange(toggled(chosen, id)) };
}

/** The chosen ids in the order of the list, so that the same choice always gives the same address. */
function toggled(chosen: readonly VariantId[], id: VariantId): VariantId[] {
  const next = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
  return VARIANTS.map((variant) => variant.id).filter((other) => next.includes(other));
}
