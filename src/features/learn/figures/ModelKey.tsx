import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { FigureModel } from "../../../ui/token-figure/model.ts";
import { exactWidth } from "../../../ui/token-figure/strokes.ts";
import { usePalette } from "../../../ui/token-figure/use-palette.ts";
import classes from "./Figures.module.css";

const words = { exact: msg("V* of the class, exact") };

/** The legend of a figure's lines. */
export function ModelKey({ models, truth }: { models: readonly FigureModel[]; truth: boolean }) {
  const palette = usePalette();
  return (
    <ul className={classes.key}>
      {models.map((model) => (
        <li key={model.id}>
          <svg width="22" height="8" aria-hidden>
            <line x2="22" y1="4" y2="4" stroke={palette.model(model)} strokeWidth="2" />
          </svg>
          {model.name}
        </li>
      ))}
      {truth && (
        <li data-symbol="Vstar">
          <svg width="22" height="8" aria-hidden>
            <line x2="22" y1="4" y2="4" stroke={palette.truth} strokeWidth={exactWidth(true)} />
          </svg>
          {translated(words.exact)}
        </li>
      )}
    </ul>
  );
}
