import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useId } from "react";
import classes from "./CheckedNumberInput.module.css";
import { useCheckedNumber } from "./use-checked-number.ts";

type Other = Omit<NumberInputProps, "value" | "min" | "max" | "onChange" | "onBlur" | "error" | "clampBehavior">;

interface CheckedNumberInputProps extends Other {
  value: number;
  min?: number;
  max?: number;
  whole?: boolean;
  onChange(value: number): void;
}

/** A number field that says under itself which numbers it takes, when another was typed. */
export function CheckedNumberInput({
  value,
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
  whole = false,
  onChange,
  className,
  ...others
}: CheckedNumberInputProps) {
  const id = useId();
  const { field, message } = useCheckedNumber({ value, min, max, whole, onChange });
  return (
    <div className={`${classes.field} ${className ?? ""}`}>
      <NumberInput aria-describedby={id} {...others} {...field} {...{ min, max }} />
      <span id={id} role="status" className={classes.message} data-wrong={field.error || undefined} hidden={!message}>
        {message}
      </span>
    </div>
  );
}
