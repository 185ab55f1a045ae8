import classes from "./Plot.module.css";

interface PlotTipProps<Datum> {
  /** The text for the datum under the pointer. */
  describe(datum: Datum): string;
  /** recharts sets these two properties. */
  active?: boolean;
  payload?: readonly { payload?: Datum }[];
}

/** The content of a recharts tooltip. */
export function PlotTip<Datum>({ describe, active, payload }: PlotTipProps<Datum>) {
  const datum = payload?.[0]?.payload;
  if (!active || datum === undefined) return null;
  return <div className={classes.words}>{describe(datum)}</div>;
}
