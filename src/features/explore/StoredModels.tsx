import { Button, Menu, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { pageEngine } from "../../state/page-engine.ts";
import { watchRewardModels } from "../../storage/reward-models.ts";
import { isStored, type StoredRewardModel } from "../../storage/stored-model.ts";
import classes from "./ExplorePage.module.css";
import { explore } from "./session.ts";

const NO_MODELS: [] = [];

/** Chooses which reward models of this browser, trained here or imported, judge beside the playground's. */
export default function StoredModels() {
  const [stored, setStored] = useState<readonly StoredRewardModel[]>([]);
  const [loading, setLoading] = useState(false);
  const loaded = useStore(pageEngine.store, (state) => state.models?.rewards ?? NO_MODELS);
  const used = stored.filter(({ id }) => loaded.some((model) => model.id === id));

  useEffect(
    () =>
      watchRewardModels((now) => {
        setStored(now);
        void pageEngine.followStored(now).then((changed) => (changed ? explore.judgeAgain() : undefined));
      }),
    [],
  );

  async function toggle(model: StoredRewardModel): Promise<void> {
    setLoading(true);
    const others = used.filter(({ id }) => id !== model.id);
    await pageEngine.chooseStored(others.length < used.length ? others : [...used, model]);
    setLoading(false);
    await explore.judgeAgain();
  }

  return (
    <Menu position="bottom-start" width={280} shadow="sm" withinPortal closeOnItemClick={false}>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          loading={loading}
          rightSection={<IconChevronDown size={13} aria-hidden />}
        >
          {t("Reward models")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.examples}>
        {loaded.some(({ id }) => !isStored(id)) && (
          <>
            <Menu.Label>{t("With the playground")}</Menu.Label>
            <Text size="xs" px="sm" pb={4}>
              {loaded
                .filter(({ id }) => !isStored(id))
                .map(({ name }) => name)
                .join(", ")}
            </Text>
          </>
        )}
        <Menu.Label>{t("Of this browser")}</Menu.Label>
        {stored.map((model) => (
          <Menu.CheckboxItem
            key={model.id}
            checked={used.includes(model)}
            disabled={loading}
            onChange={() => void toggle(model)}
          >
            {model.name}
          </Menu.CheckboxItem>
        ))}
        {loaded.some(({ byText }) => byText) && (
          <Menu.Item disabled={loading} onClick={() => void explore.judgeEveryToken()}>
            {t("Judges of texts: read the shown response at every token")}
          </Menu.Item>
        )}
        {stored.length === 0 && (
          <Menu.Item renderRoot={(props) => <Link to="/train" {...props} />}>{t("None yet: train one")}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
