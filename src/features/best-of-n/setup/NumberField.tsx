import { NumberInput } from "@mantine/core";
import { useState } from "react";
import { useStore } from "zustand";
import { type BestOfNView, limits } from "../../../state/best-of-n-view.ts";
import { countText } from "../../../ui/numbers.ts";
import { bestOfNView } from "../session.ts";
import classes from "./Setup.module.css";

interface NumberFieldProps {
  name: keyof typeof limits & keyof BestOfNView;
  label: string;
  title: string;
  busy: boolean;
  /** 1 keeps the value a whole number. */
  step?: number;
}

/** A numeric field of the view. An invalid number shows a message and is not kept. */
export function NumberField({ name, label, title, busy, step = 1 }: NumberFieldProps) {
  const value = useStore(bestOfNView, (view) => view[name]);
  const [wrong, setWrong] = useState<number | string | null>(null);
  const [min, max] = limits[name];
  return (
    <NumberInput
      label={label}
      title={title}
      className={classes.number}
      classNames={{ wrapper: classes.input as string, error: classes.error as string }}
      disabled={busy}
      value={wrong ?? value}
      error={wrong !== null && `from ${min} to ${countText(max)}`}
      min={min}
      max={max}
      step={step}
      allowDecimal={step !== 1}
      clampBehavior="none"
      onChange={(next) => {
        const usable = typeof next === "number" && next >= min && next <= max;
        setWrong(usable ? null : next);
        if (usable) bestOfNView.setState({ [name]: next });
      }}
      onBlur={() => setWrong(null)}
    />
  );
}
