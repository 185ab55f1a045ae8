import { Button } from "@mantine/core";
import { useState } from "react";
import { t } from "../i18n/i18n.ts";
import type { DrawnFigure } from "./drawn-figure.ts";
import { pngOf } from "./png.ts";

/** Copies a figure as an image, to be pasted into a document. */
export function CopyImage({ figure }: { figure: DrawnFigure }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      // The promise is given to the clipboard, since some browsers only let a click itself write there.
      await navigator.clipboard.write([new ClipboardItem({ "image/png": pngOf(figure.svg()) })]);
      setCopied(true);
    } catch (error) {
      figure.onError(error);
    }
  };
  return (
    <Button size="compact-xs" variant="subtle" onClick={() => void copy()} onBlur={() => setCopied(false)}>
      {copied ? t("Copied") : t("Copy image")}
    </Button>
  );
}
