/** The look of points in a scatter plot; marks differ in shape as well as in colour. */
export interface Mark {
  shape: "dot" | "cross" | "square";
  colour: string;
  /** The mark's text in the legend. */
  label: string;
}

const R = 3;

/** Draws a mark centred at a place. */
export function drawMark(context: CanvasRenderingContext2D, { shape, colour }: Mark, x: number, y: number): void {
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.beginPath();
  if (shape === "cross") {
    context.moveTo(x - R, y - R);
    context.lineTo(x + R, y + R);
    context.moveTo(x + R, y - R);
    context.lineTo(x - R, y + R);
    context.stroke();
  } else if (shape === "dot") {
    context.arc(x, y, R, 0, 2 * Math.PI);
    context.fill();
  } else {
    context.strokeRect(x - R + 0.5, y - R + 0.5, 2 * R - 1, 2 * R - 1);
  }
}

/** A mark as an SVG path, for a legend. */
export function markPath({ shape }: Mark): { d: string; filled: boolean } {
  const [low, high] = [6 - R, 6 + R];
  if (shape === "cross") return { d: `M${low} ${low}L${high} ${high}M${high} ${low}L${low} ${high}`, filled: false };
  if (shape === "square") return { d: `M${low} ${low}H${high}V${high}H${low}Z`, filled: false };
  return { d: `M${low} 6A${R} ${R} 0 1 0 ${high} 6A${R} ${R} 0 1 0 ${low} 6Z`, filled: true };
}
