/** An axis of a scatter plot. */
export interface ScatterAxis {
  name: string;
  domain: readonly [low: number, high: number];
  ticks: readonly number[];
  /** "root": the distance from 0 is drawn as its square root, for values that crowd near 0. */
  spread: "even" | "root";
}

/** The positions of values on a canvas, in CSS pixels. */
export interface ScatterScale {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x(value: number): number;
  y(value: number): number;
}

const MARGINS = { left: 44, right: 10, top: 8, bottom: 34 };

export function scatterScale(
  width: number,
  height: number,
  x: Pick<ScatterAxis, "domain" | "spread">,
  y: Pick<ScatterAxis, "domain" | "spread">,
): ScatterScale {
  const [left, right] = [MARGINS.left, width - MARGINS.right];
  const [top, bottom] = [MARGINS.top, height - MARGINS.bottom];
  return {
    left,
    right,
    top,
    bottom,
    x: (value) => left + shareOf(value, x) * (right - left),
    y: (value) => bottom - shareOf(value, y) * (bottom - top),
  };
}

/** The position of a value along an axis, 0…1. */
function shareOf(value: number, { domain: [low, high], spread }: Pick<ScatterAxis, "domain" | "spread">): number {
  const place = spread === "root" ? Math.sqrt : (even: number) => even;
  return (place(value) - place(low)) / (place(high) - place(low));
}

/** The index of the point nearest to a place, if one is within reach; of several, the last drawn. */
export function nearestPoint(
  points: readonly { x: number; y: number }[],
  scale: ScatterScale,
  [atX, atY]: readonly [number, number],
  reach: number,
): number | null {
  let best: number | null = null;
  let least = reach;
  points.forEach(({ x, y }, i) => {
    const distance = Math.hypot(scale.x(x) - atX, scale.y(y) - atY);
    if (distance > least) return;
    best = i;
    least = distance;
  });
  return best;
}
