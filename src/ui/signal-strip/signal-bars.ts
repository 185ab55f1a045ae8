import type { Column } from "../token-figure/columns.ts";

export const STRIP = 30;

/**
 * Exponents of the smallest and the largest gradient with a height of its own; smaller ones have height 0, larger ones
 * the full height.
 */
export const SIGNAL_DECADES = { low: -6, high: 0 } as const;

/** The height of a gradient on a logarithmic scale, 0 … 1: the terms are decades apart, and both should be visible. */
export function signalHeight(gradient: number): number {
  const { low, high } = SIGNAL_DECADES;
  const size = Math.log10(Math.abs(gradient));
  return Math.min(1, Math.max(0, (size - low) / (high - low)));
}

interface BarsInput {
  /** `∂L/∂r_t` at every response token. */
  gradients: readonly number[];
  columns: readonly Column[];
  height: number;
  /** Whether bars hang from the top instead of standing at the bottom. */
  hanging: boolean;
  /** The side of its column that a bar stands on: two terms stand side by side. */
  place: -1 | 1;
}

const BAR = 7;

/**
 * The bars of one term as two paths: `along` has the bars that push as the response's label wants, upwards for chosen
 * and downwards for rejected responses; `against` has those that push the other way.
 */
export function signalPaths({ gradients, columns, height, hanging, place }: BarsInput): {
  along: string;
  against: string;
} {
  const paths = { along: "", against: "" };
  gradients.forEach((gradient, t) => {
    const column = columns[t + 1];
    const size = Math.round(signalHeight(gradient) * (height - 3));
    if (!column || size === 0) return;
    const x = Math.round(column.center - 1 + (place === -1 ? -BAR - 0.5 : 0.5));
    const bar = hanging ? `M${x} 0v${size}h${BAR}v${-size}z` : `M${x} ${height}v${-size}h${BAR}v${size}z`;
    // Gradient descent moves against the gradient: a negative gradient raises the reward.
    if (gradient < 0 === !hanging) paths.along += bar;
    else paths.against += bar;
  });
  return paths;
}
