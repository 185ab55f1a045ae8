import { Checkbox } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useStore } from "zustand";
import { listed, t } from "../../../i18n/i18n.ts";
import { Trans } from "../../../i18n/Trans.tsx";
import { translated } from "../../../i18n/translated.ts";
import { chosenRewards, MOST_REWARDS } from "../../../state/align-settings.ts";
import { ExplainedLabel } from "../../../ui/ExplainedLabel.tsx";
import { Swatch } from "../../../ui/Swatch.tsx";
import classes from "../../../ui/settings/Settings.module.css";
import type { ModelEntry } from "../../../worker/records.ts";
import { align } from "../session.ts";
import type { Offer } from "../use-offer.ts";
import { usePolicyStrokes } from "../use-strokes.ts";

const NONE: readonly ModelEntry[] = [];

/** Chooses the reward models that choose pairs, each for a policy of its own. */
export function RewardPicker({ offer }: { offer: Offer }) {
  const settings = useStore(align.settings);
  const chosen = useMemo(() => (offer ? chosenRewards(settings, offer) : NONE), [settings, offer]);
  const strokes = usePolicyStrokes(chosen);
  if (!offer) return null;
  const ids = chosen.map(({ id }) => id);
  const all = [...offer.embedded, ...offer.stored];
  const gone = settings.rewards.filter((id) => !all.some((model) => model.id === id));
  return (
    <fieldset className={classes.methods}>
      <legend>
        <ExplainedLabel label={t("Reward models")}>
          {t("Up to {most} at once: same samples, same seed, so that only the reward model differs.", {
            most: MOST_REWARDS,
          })}
        </ExplainedLabel>
      </legend>
      {all.map(({ id, name }) => {
        const stroke = strokes.get(id);
        const checked = ids.includes(id);
        return (
          <div key={id} className={classes.explained}>
            <Checkbox
              size="xs"
              checked={checked}
              disabled={checked ? ids.length === 1 : ids.length >= MOST_REWARDS}
              onChange={() => align.change({ rewards: toggled(all, ids, id) })}
              label={
                <>
                  {translated(name)} {stroke && <Swatch stroke={stroke} />}
                </>
              }
            />
          </div>
        );
      })}
      {offer.stored.length === 0 && (
        <p className={classes.explanation}>
          <Trans
            id="Reward models that you <link>train</link> can choose pairs as well."
            components={{ link: <Link to="/train" /> }}
          />
        </p>
      )}
      {gone.length > 0 && (
        <p className={classes.explanation}>
          {t("Not in this browser, so left out: {models}.", { models: listed(gone) })}
        </p>
      )}
    </fieldset>
  );
}

/** The chosen ids in the order of the list, so that the same choice always gives the same address. */
function toggled(all: readonly { id: string }[], ids: readonly string[], id: string): string[] {
  const next = ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];
  return all.map((model) => model.id).filter((other) => next.includes(other));
}
