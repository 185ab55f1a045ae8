import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { t } from "../i18n/i18n.ts";
import { MOST_MODELS } from "../state/model-choice.ts";
import type { ModelOffer } from "../state/use-model-choice.ts";
import classes from "./RewardModelMenu.module.css";

interface RewardModelMenuProps {
  offer: ModelOffer;
  disabled: boolean;
  /** null: exactly the models that come with the playground. */
  onChange(ids: readonly string[] | null): void;
}

/** A menu to choose among the reward models of the playground and of this browser. */
export function RewardModelMenu({ offer, disabled, onChange }: RewardModelMenuProps) {
  const { embedded, stored, entries, known } = offer;
  const chosen = entries.map(({ id }) => id);
  const full = chosen.length >= MOST_MODELS;
  const toggle = (id: string) => {
    const next = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
    const standard = next.length === embedded.length && embedded.every((model) => next.includes(model.id));
    onChange(standard ? null : next);
  };
  const item = ({ id, name }: { id: string; name: string }) => (
    <Menu.CheckboxItem
      key={id}
      checked={chosen.includes(id)}
      disabled={full && !chosen.includes(id)}
      onChange={() => toggle(id)}
    >
      {name}
    </Menu.CheckboxItem>
  );
  return (
    <div className={classes.field}>
      <span className={classes.title} aria-hidden>
        {t("Reward models")}
      </span>
      <Menu position="bottom-start" width={280} shadow="sm" withinPortal closeOnItemClick={false}>
        <Menu.Target>
          <Button
            variant="default"
            disabled={disabled || !known}
            aria-label={t("Reward models: {value}", { value: entries.map(({ name }) => name).join(", ") || t("none") })}
            classNames={{ label: classes.label as string }}
            rightSection={<IconChevronDown size={13} aria-hidden />}
          >
            {known ? entries.map(({ name }) => name).join(", ") || t("none chosen") : t("loading models…")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.list}>
          <Menu.Label>{t("With the playground")}</Menu.Label>
          {embedded.map(item)}
          <Menu.Label>{t("Of this browser")}</Menu.Label>
          {stored.map(item)}
          {stored.length === 0 && (
            <Menu.Item renderRoot={(props) => <Link to="/train" {...props} />}>{t("None yet: train one")}</Menu.Item>
          )}
          {full && (
            <Menu.Label>{t("These are {MOST_MODELS}, as many as can be told apart", { MOST_MODELS })}</Menu.Label>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** Lists chosen models that do not exist here, as in a link from another browser. */
export function GoneModels({ offer: { known, gone } }: { offer: ModelOffer }) {
  if (!known || gone.length === 0) return null;
  return <p className={classes.gone}>{t("Not in this browser, so left out: {value}.", { value: gone.join(", ") })}</p>;
}
