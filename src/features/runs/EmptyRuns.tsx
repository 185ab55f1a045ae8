import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import { ImportButton, type ImportButtonProps } from "./ImportButton.tsx";
import classes from "./RunsPage.module.css";

/** The page before the first run: what will be listed here, and how to begin. */
export function EmptyRuns({ disabled, onFiles }: ImportButtonProps) {
  return (
    <div className={classes.empty}>
      <p>
        <Trans
          id="<b>No runs yet.</b> Every reward model you train is kept here with its config, its metrics and its weights, in this browser alone. Lay runs over each other, see where they judge one pair of responses differently, and take any of them along as a zip."
          components={{ b: <b /> }}
        />
      </p>
      <div className={classes.actions}>
        <Button
          renderRoot={(props) => <Link to="/train" {...props} />}
          // Mantine takes the label's colour from the light scheme's fill; on the dark scheme's fill it would be
          // unreadable.
        >
          {t("Train a reward model")}
        </Button>
        <ImportButton {...{ disabled, onFiles }} />
        <span className={classes.hint}>
          {t("or drop the zip of an exported run, or a cluster's trainer_state.json, on this page")}
        </span>
      </div>
    </div>
  );
}
