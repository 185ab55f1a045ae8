import { ActionIcon, VisuallyHidden } from "@mantine/core";
import { IconDice5 } from "@tabler/icons-react";
import { useId } from "react";
import { t } from "../../i18n/i18n.ts";
import { CheckedNumberInput } from "../CheckedNumberInput.tsx";
import { ExplainedLabel } from "../ExplainedLabel.tsx";
import classes from "./Settings.module.css";

interface SeedInputProps {
  /** One line on what the seed decides. */
  explanation: string;
  value: number;
  onChange(seed: number): void;
}

/** A seed that is typed or drawn by a dice button. */
export function SeedInput({ explanation, value, onChange }: SeedInputProps) {
  const id = useId();
  return (
    <div>
      <div className={classes.seed}>
        <ExplainedLabel label={t("Seed")} htmlFor={id}>
          {explanation}
        </ExplainedLabel>
        <CheckedNumberInput
          id={id}
          aria-describedby={`${id}-explanation`}
          size="xs"
          hideControls
          value={value}
          min={0}
          max={4294967295}
          whole
          onChange={onChange}
        />
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t("Another seed")}
          onClick={() => onChange(Math.floor(Math.random() * 10_000))}
        >
          <IconDice5 size={16} aria-hidden />
        </ActionIcon>
      </div>
      <VisuallyHidden id={`${id}-explanation`}>{explanation}</VisuallyHidden>
    </div>
  );
}
