/** Dashes of a compared trajectory's curve: told from the active one without colour. */
export const comparedDash = "5 4";

/** Dots of the line that joins measured values: told from the line of exact ones without colour. */
export const measuredDash = "1.5 3";

/** The stroke that follows every token, behind the main one that joins step ends. */
export const tokenStroke = { width: 1, opacity: 0.4 } as const;

/** Width of the main stroke. */
export function mainWidth(active: boolean): number {
  return active ? 2 : 1.5;
}

/** Exact values lie under the rewards: their line is wider, and so stays in sight under an equal one. */
export function exactWidth(active: boolean): number {
  return active ? 3.5 : 2.5;
}

/** Radius of the dots at step ends. */
export const dotRadius = 2.5;

/** A triangle that stands on the top of a bar: this edge breaks its bound. */
export function trianglePath(center: number, top: number): string {
  return `M${center - 3.5} ${top - 2}L${center} ${top - 8}L${center + 3.5} ${top - 2}Z`;
}

/** How much of what lies under the band of a value it hides. */
export const bandOpacity = 0.15;

/** The mark of a measured value. */
export function diamondPath({ x, y }: { x: number; y: number }): string {
  return `M${x - 4} ${y}L${x} ${y - 4}L${x + 4} ${y}L${x} ${y + 4}Z`;
}

/** The mark of an exact value at a step end. */
export function squarePath({ x, y }: { x: number; y: number }): string {
  return `M${x - 3.5} ${y - 3.5}h7v7h-7Z`;
}

/** Where the line of exact values ends before the response does. */
export function endPath({ x, y }: { x: number; y: number }): string {
  return `M${x - 4} ${y - 4}L${x + 4} ${y + 4}M${x - 4} ${y + 4}L${x + 4} ${y - 4}`;
}

/** An interval with its ends. */
export function whiskerPath({ x, top, bottom }: { x: number; top: number; bottom: number }): string {
  return `M${x - 3} ${top}H${x + 3}M${x} ${top}V${bottom}M${x - 3} ${bottom}H${x + 3}`;
}

/** Width of a line that others may cover: what lies deeper is wider, and so stays in sight under an equal one. */
export function coveredWidth(place: number, count: number): number {
  return 1.5 + 0.9 * Math.min(3, count - 1 - place);
}
