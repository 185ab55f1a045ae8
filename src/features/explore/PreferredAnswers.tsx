import { useMemo } from "react";
import { t } from "../../i18n/i18n.ts";
import { type Branch, branchLetter } from "../../state/branches.ts";
import { preferred } from "../../state/preferred.ts";
import type { FigureModel } from "../../ui/token-figure/model.ts";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import classes from "./BranchList.module.css";

interface PreferredAnswersProps {
  branches: readonly Branch[];
  models: readonly FigureModel[];
}

/** Of right and wrong answers to one prompt: which one every reward model prefers. */
export function PreferredAnswers({ branches, models }: PreferredAnswersProps) {
  const palette = usePalette();
  const found = useMemo(() => preferred(branches.map(({ trajectory }) => trajectory)), [branches]);
  if (!found) return null;
  return (
    <p className={classes.preference} data-testid="preference">
      {models.map((model) => {
        const own = found.find((one) => one.model === model.id);
        if (!own) return null;
        const letter = branchLetter(own.place);
        return (
          <span key={model.id}>
            <b style={{ color: palette.model(model) }}>{model.name}</b>{" "}
            <span style={{ color: own.correct ? palette.right : palette.wrong }}>
              {own.correct
                ? t("✓ prefers a right answer ({letter})", { letter })
                : t("✗ prefers a wrong answer ({letter})", { letter })}
            </span>
          </span>
        );
      })}
    </p>
  );
}
