import { useMemo } from "react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { branchLetter } from "../../state/branches.ts";
import { preferred } from "../../state/preferred.ts";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import classes from "./BranchList.module.css";
import { explore } from "./session.ts";
import { useShownModels } from "./use-shown-models.ts";

/** Of right and wrong answers to one prompt: which one every reward model prefers. */
export function Preference() {
  const branches = useStore(explore.store, (state) => state.branches);
  const models = useShownModels();
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
