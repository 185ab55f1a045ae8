import type { Embedded } from "../../state/appearance.ts";

/** What the page in a frame tells the page around it, which gives the frame this height. */
export interface HeightMessage {
  type: "icrm-playground/height";
  figure: Embedded;
  /** In CSS pixels. */
  height: number;
}

/** Tells the page around this one how high its figure is, whenever that changes. @returns a function that ends it */
export function tellHeight(figure: Embedded): () => void {
  const tell = () => {
    const message: HeightMessage = {
      type: "icrm-playground/height",
      figure,
      height: Math.ceil(document.body.getBoundingClientRect().height),
    };
    // Any page may embed a figure, and its height is no secret.
    parent.postMessage(message, "*");
  };
  const watching = new ResizeObserver(tell);
  watching.observe(document.body);
  return () => watching.disconnect();
}
