import { useResizeObserver } from "@mantine/hooks";
import { type RefObject, useEffect, useRef } from "react";

interface Canvas {
  host: RefObject<HTMLDivElement | null>;
  canvas: RefObject<HTMLCanvasElement | null>;
  /** Width in CSS pixels; 0 before layout. */
  width: number;
}

/** A canvas as wide as its host and sharp on any screen; it is redrawn whenever `draw` is a new function. */
export function useCanvas(height: number, draw: (context: CanvasRenderingContext2D, width: number) => void): Canvas {
  const [observe, { width }] = useResizeObserver<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || width === 0) return;
    const density = window.devicePixelRatio || 1;
    element.width = Math.round(width * density);
    element.height = height * density;
    context.scale(density, density);
    context.clearRect(0, 0, width, height);
    draw(context, width);
  }, [width, height, draw]);
  return { host: observe as unknown as RefObject<HTMLDivElement | null>, canvas, width };
}
