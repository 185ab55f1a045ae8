import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { LabelledSteps } from "../../../engine/data/record.ts";
import { t } from "../../../i18n/i18n.ts";
import { GrowingTextarea } from "../../../ui/GrowingTextarea.tsx";
import classes from "./Edit.module.css";
import { VerdictSelect } from "./VerdictSelect.tsx";

type Steps = Pick<LabelledSteps, "steps" | "labels">;

/** The steps of a solution, each with its label. */
export function StepFields({ steps, labels, onChange }: Steps & { onChange(steps: Steps): void }) {
  return (
    <fieldset className={classes.side}>
      <legend>{t("steps", {}, "of a solution")}</legend>
      {steps.map((step, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name
        <div key={i} className={classes.step}>
          <GrowingTextarea
            label={t("step {i}", { i: i + 1 })}
            maxRows={8}
            value={step}
            onChange={(event) => onChange({ steps: steps.with(i, event.currentTarget.value), labels })}
          />
          <VerdictSelect
            label={t("is")}
            value={labels[i] ?? null}
            onChange={(label) => onChange({ steps, labels: labels.with(i, label) })}
          />
          <ActionIcon
            aria-label={t("Remove step {i}", { i: i + 1 })}
            disabled={steps.length === 1}
            onClick={() => onChange({ steps: steps.toSpliced(i, 1), labels: labels.toSpliced(i, 1) })}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        onClick={() => onChange({ steps: [...steps, ""], labels: [...labels, true] })}
      >
        {t("Another step")}
      </Button>
    </fieldset>
  );
}
