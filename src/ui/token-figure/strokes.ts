/** Dashes of a compared trajectory's curve, which distinguish it from the active one without colour. */
export const comparedDash = "5 4";

/** Dots of the line through measured values, which distinguish it from the line of exact values without colour. */
export const measuredDash = "1.5 3";

/** The light line through every token, behind the main line through step ends. */
export const tokenStroke = { width: 1, opacity: 0.4 } as const;

/** Width of the main line. */
export function mainWidth(active: boolean): number {
  return active ? 2 : 1.5;
}

/**
 * Width of the line of exact values. They lie under the rewards, so their line is wider and stays visible under an
 * equal one.
 */
export function exactWidth(active: boolean): number {
  return active ? 3.5 : 2.5;
}

/** Radius of the dots at step ends. */
export const dotRadius = 2.5;

/** A triangle on top of a bar, which marks an edge above its bound. */
export function trianglePath(center: number, top: number): string {
  return `M${center - 3.5} ${top - 2}L${center} ${top - 8}L${center + 3.5} ${top - 2}Z`;
}

/** Opacity of a value's band. */
export const bandOpacity = 0.15;

/** The mark of a measured value: a diamond. */
export function diamondPath({ x, y }: { x: number; y: number }): string {
  return `M${x - 4} ${y}L${x} ${y - 4}L${x + 4} ${y}L${x} ${y + 4}Z`;
}

/** The mark of an exact value at a step end: a square. */
export function squarePath({ x, y }: { x: number; y: number }): string {
  return `M${x - 3.5} ${y - 3.5}h7v7h-7Z`;
}

/** The mark where exact values end before the response does: a cross. */
export function endPath({ x, y }: { x: number; y: number }): string {
  return `M${x - 4} ${y - 4}L${x + 4} ${y + 4}M${x - 4} ${y + 4}L${x + 4} ${y - 4}`;
}

/** An interval with bars at both ends. */
export function whiskerPath({ x, top, bottom }: { x: number; top: number; bottom: number }): string {
  return `M${x - 3} ${top}H${x + 3}M${x} ${top}V${bottom}M${x - 3} ${bottom}H${x + 3}`;
}

/** Width of a line that others may cover: lower lines are wider, so that they stay visible under an equal one. */
export function coveredWidth(place: number, count: number): number {
  return 1.5 + 0.9 * Math.min(3, count - 1 - place);
}
