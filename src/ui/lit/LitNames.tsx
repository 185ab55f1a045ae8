import { Fragment } from "react";
import classes from "./LitNames.module.css";
import { lights } from "./lit.ts";

/** What is drawn in figures and has a name in texts: a reward model, a run, a judge. */
export interface Named {
  id: string;
  name: string;
  /** Its colour in figures. */
  colour: string;
}

interface LitNamesProps {
  text: string;
  named: readonly Named[];
}

/**
 * A text in which every name of something drawn is underlined in its colour in the figure, and lights up what is drawn
 * of it. Letters of that colour would be hard to read on grey.
 */
export function LitNames({ text, named }: LitNamesProps) {
  return namedParts(
    text,
    named.map(({ name }) => name),
  ).map((part, i) => {
    const found = i % 2 === 1 ? named.find(({ name }) => name === part) : undefined;
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no other name
    if (!found) return <Fragment key={i}>{part}</Fragment>;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <b key={i} className={classes.name} style={{ borderColor: found.colour }} {...lights(found.id)}>
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
