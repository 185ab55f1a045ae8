import { useStore } from "zustand";
import { type BestOfNView, limits } from "../../../state/best-of-n-view.ts";
import { CheckedNumberInput } from "../../../ui/CheckedNumberInput.tsx";
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
  const [min, max] = limits[name];
  return (
    <CheckedNumberInput
      label={label}
      title={title}
      className={classes.number as string}
      disabled={busy}
      {...{ value, min, max, step }}
      whole={step === 1}
      onChange={(next) => bestOfNView.setState({ [name]: next })}
    />
  );
}
