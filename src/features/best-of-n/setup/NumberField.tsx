import { type BestOfNView, bestOfNLimits } from "../../../state/best-of-n-view.ts";
import { CheckedNumberInput } from "../../../ui/CheckedNumberInput.tsx";
import classes from "./Setup.module.css";

interface NumberFieldProps {
  view: BestOfNView;
  onView: (change: Partial<BestOfNView>) => void;
  name: keyof typeof bestOfNLimits & keyof BestOfNView;
  label: string;
  title: string;
  busy: boolean;
  /** 1 keeps the value a whole number. */
  step?: number;
}

/** A numeric field of the view. An invalid number shows a message and is not kept. */
export function NumberField({ view, onView, name, label, title, busy, step = 1 }: NumberFieldProps) {
  const value = view[name];
  const [min, max] = bestOfNLimits[name];
  return (
    <CheckedNumberInput
      label={label}
      title={title}
      className={classes.number as string}
      disabled={busy}
      {...{ value, min, max, step }}
      whole={step === 1}
      onChange={(next) => onView({ [name]: next })}
    />
  );
}
