import { Textarea, type TextareaProps } from "@mantine/core";
import classes from "./GrowingTextarea.module.css";

interface GrowingTextareaProps extends Omit<TextareaProps, "autosize"> {
  /** Lines that have room while there is less text. */
  minRows?: number;
  /** Lines from which on the field scrolls. */
  maxRows?: number;
}

/** Browsers without it (Firefox 140) have Mantine measure the text, which lays the whole page out before it is painted. */
const GROWS_BY_ITSELF = typeof CSS !== "undefined" && CSS.supports("field-sizing", "content");

/** A field for several lines that is as high as its text. */
export function GrowingTextarea({ minRows = 1, maxRows, ...field }: GrowingTextareaProps) {
  if (!GROWS_BY_ITSELF) return <Textarea autosize minRows={minRows} {...(maxRows && { maxRows })} {...field} />;
  return (
    <Textarea
      rows={minRows}
      classNames={{ input: classes.grows }}
      styles={{ input: { "--least": minRows, "--most": maxRows ?? "infinity" } as React.CSSProperties }}
      {...field}
    />
  );
}
