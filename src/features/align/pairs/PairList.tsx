import { Box } from "@mantine/core";
import { useState } from "react";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import { signedText } from "../../../ui/numbers.ts";
import type { ShownPair } from "../../../worker/alignment-records.ts";
import classes from "./Pairs.module.css";
import { verdicts } from "./verdicts.ts";

/** The list of pairs, the widest gap first; drawn when it is opened. */
export function PairList({ pairs }: { pairs: readonly ShownPair[] }) {
  const [open, setOpen] = useState(false);
  const gap = ({ rewards }: ShownPair) => rewards.chosen - rewards.rejected;
  return (
    <details className={classes.list} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t("Look at the pairs")}</summary>
      {open && (
        <Box component="ol" tabIndex={0} aria-label={t("Pairs, widest gap first")}>
          {pairs
            .toSorted((a, b) => gap(b) - gap(a))
            .map((pair) => (
              <li key={pair.prompt}>
                <p className={classes.prompt}>{pair.prompt}</p>
                <p>
                  <b>{t("chosen {chosen}", { chosen: signedText(pair.rewards.chosen) })}</b> {pair.chosen}
                </p>
                <p>
                  <b>{t("rejected {rejected}", { rejected: signedText(pair.rewards.rejected) })}</b> {pair.rejected}
                </p>
                <p className={classes.note}>
                  {t("verifier: {verdict}", { verdict: translated(verdicts[pair.verdict]) })}
                </p>
              </li>
            ))}
        </Box>
      )}
    </details>
  );
}
