import { Button } from "@mantine/core";
import { useState } from "react";
import { t } from "../i18n/i18n.ts";
import { saveFile } from "./download.ts";
import type { DrawnFigure } from "./drawn-figure.ts";
import classes from "./ExportButtons.module.css";
import { pngOf } from "./png.ts";

interface ExportButtonsProps {
  /** Name of the file, without its ending. */
  name: string;
  csv(): string;
  json(): string;
  figure?: DrawnFigure;
}

/** Buttons that download figures as files. */
export function ExportButtons({ name, csv, json, figure }: ExportButtonsProps) {
  const save = (format: string, content: Blob) => saveFile(`${name}.${format.toLowerCase()}`, content);
  const button = (format: string, onClick: () => void) => (
    <Button
      key={format}
      size="compact-xs"
      variant="subtle"
      aria-label={t("Export as {format}", { format })}
      onClick={onClick}
    >
      {format}
    </Button>
  );
  const texts = [
    { format: "CSV", type: "text/csv", text: csv },
    { format: "JSON", type: "application/json", text: json },
    ...(figure ? [{ format: "SVG", type: "image/svg+xml", text: figure.svg }] : []),
  ];
  return (
    <div className={classes.exports}>
      {texts.map(({ format, type, text }) => button(format, () => save(format, new Blob([text()], { type }))))}
      {figure && <CopyImage figure={figure} />}
      {figure && button("PNG", () => void pngOf(figure.svg()).then((content) => save("PNG", content), figure.onError))}
    </div>
  );
}

/** Copies a figure as an image, to be pasted into a document. */
function CopyImage({ figure }: { figure: DrawnFigure }) {
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
