import { PlaygroundError } from "../engine/errors.ts";

/** Twice the screen's pixels, so that the picture is sharp in a document. */
const SCALE = 2;

/** Draws a stand-alone SVG document as a PNG file. */
export async function pngOf(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width * SCALE;
    canvas.height = image.height * SCALE;
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = context && (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png")));
    if (blob) return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
  throw new PlaygroundError({
    what: "The figure could not be drawn as PNG",
    where: "export",
    fix: "The figure may be too wide for this browser; export it as SVG.",
  });
}
