import type { ReactNode } from "react";
import { ResponsiveContainer } from "recharts";
import { type ChartNumbers, ChartTable } from "../chart-table/ChartTable.tsx";
import { PLOT_HEIGHT } from "./axis-style.ts";
import classes from "./Plot.module.css";

interface PlotFrameProps {
  /** A sentence that says what the plot shows, for readers who cannot see the plot. */
  label: string;
  /** The plot's name, by which its table is called. */
  name: string;
  numbers(): ChartNumbers;
  children: ReactNode;
}

/** A recharts plot of the available width, with its numbers as a table; a screen reader reads its label. */
export function PlotFrame({ label, name, numbers, children }: PlotFrameProps) {
  return (
    <>
      <div role="img" aria-label={label} className={classes.frame}>
        <ResponsiveContainer width="100%" height={PLOT_HEIGHT} initialDimension={{ width: 320, height: PLOT_HEIGHT }}>
          {children}
        </ResponsiveContainer>
      </div>
      <ChartTable label={name} numbers={numbers} />
    </>
  );
}
