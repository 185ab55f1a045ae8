import { Button, Checkbox, Popover, TextInput } from "@mantine/core";
import { IconPinned } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { textOf } from "../../../engine/tokenizer/conversation.ts";
import { t } from "../../../i18n/i18n.ts";
import { Trans } from "../../../i18n/Trans.tsx";
import { DEFAULT_PINS, type TrainState } from "../../../state/train-state.ts";
import type { OpenedTraining } from "../../../worker/training-records.ts";
import classes from "./Pinned.module.css";

/** Largest numbers of pinned pairs (every recording computes them all) and of listed pairs. */
const MOST_PINS = 6;
const LISTED = 40;

interface PairPickerProps extends Pick<TrainState, "pins"> {
  /** The prompts of the held-out pairs; undefined while no data are open. */
  heldOut: OpenedTraining["heldOut"] | undefined;
  onPin: (places: readonly number[]) => void;
}

/** Chooses which held-out pairs are followed through training. */
export function PairPicker({ heldOut, pins, onPin }: PairPickerProps) {
  const [wanted, setWanted] = useState("");
  const found = useMemo(() => {
    const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
    return (heldOut ?? [])
      .map((prompt, place) => ({ prompt: textOf(prompt, "user"), place }))
      .filter(({ prompt, place }) => pins.includes(place) || words.every((word) => prompt.toLowerCase().includes(word)))
      .sort((a, b) => Number(pins.includes(b.place)) - Number(pins.includes(a.place)))
      .slice(0, LISTED);
  }, [heldOut, pins, wanted]);

  const toggle = (place: number) =>
    onPin(pins.includes(place) ? pins.filter((other) => other !== place) : [...pins, place]);

  return (
    <Popover
      position="bottom-end"
      width="min(520px, calc(100vw - 24px))"
      shadow="sm"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="default"
          disabled={!heldOut}
          leftSection={<IconPinned size={13} aria-hidden />}
        >
          {t("Choose pairs")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.picker}>
        <TextInput
          data-autofocus
          aria-label={t("Search the held-out pairs")}
          placeholder={t("Search the held-out pairs")}
          value={wanted}
          onChange={({ currentTarget }) => setWanted(currentTarget.value)}
        />
        <ul>
          {found.map(({ prompt, place }) => (
            <li key={place}>
              <Checkbox
                size="xs"
                label={prompt}
                checked={pins.includes(place)}
                disabled={pins.includes(place) ? pins.length === 1 : pins.length >= MOST_PINS}
                onChange={() => toggle(place)}
              />
            </li>
          ))}
        </ul>
        <p className={classes.note}>
          <Trans
            id="Up to {most} pairs. A pair that is chosen during a training is recorded from then on. <link>First three</link>"
            components={{
              link: <Button size="compact-xs" variant="subtle" onClick={() => onPin(DEFAULT_PINS)} />,
            }}
            values={{ most: MOST_PINS }}
          />
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}
