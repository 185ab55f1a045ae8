import type { ReactNode } from "react";
import { ResponsiveContainer } from "recharts";
import { PLOT_HEIGHT } from "./axis-style.ts";
import classes from "./Plot.module.css";

interface PlotFrameProps {
  /** A sentence that says what the plot shows, for readers who cannot see the plot. */
  label: string;
  children: ReactNode;
}

/** A recharts plot of the available width; a screen reader reads its label. */
export function PlotFrame({ label, children }: PlotFrameProps) {
  return (
    <div role="img" aria-label={label} className={classes.frame}>
      <ResponsiveContainer width="100%" height={PLOT_HEIGHT} initialDimension={{ width: 320, height: PLOT_HEIGHT }}>
        {children}
      </ResponsiveContainer>
    </div>
  );
}
