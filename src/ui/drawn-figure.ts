/** A drawing as a stand-alone SVG document. */
export interface DrawnFigure {
  svg(): string;
  onError(error: unknown): void;
}
