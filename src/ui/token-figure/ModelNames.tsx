import { Fragment } from "react";
import { lights } from "./lit-model.ts";
import type { FigureModel } from "./model.ts";
import classes from "./TokenFigure.module.css";
import { usePalette } from "./use-palette.ts";

interface ModelNamesProps {
  text: string;
  models: readonly FigureModel[];
}

/**
 * A text in which every name of a reward model is underlined in its colour in the figure, and lights up what is drawn of
 * it. Letters of that colour would be hard to read on grey.
 */
export function ModelNames({ text, models }: ModelNamesProps) {
  const palette = usePalette();
  return namedParts(
    text,
    models.map(({ name }) => name),
  ).map((part, i) => {
    const model = i % 2 === 1 ? models.find(({ name }) => name === part) : undefined;
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name
    if (!model) return <Fragment key={i}>{part}</Fragment>;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <b key={i} className={classes.modelName} style={{ borderColor: palette.model(model) }} {...lights(model.id)}>
        {part}
      </b>
    );
  });
}

/** A text cut around names that stand in it as words of their own: at odd places are the names. */
export function namedParts(text: string, names: readonly string[]): string[] {
  if (names.length === 0) return [text];
  const longestFirst = [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[^\p{L}\d]/gu, "\\$&"));
  return text.split(new RegExp(`(?<![a-z\\d])(${longestFirst.join("|")})(?![a-z\\d])`, "i"));
}
