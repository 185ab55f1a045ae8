import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { listedClassPolicy } from "../../state/class-policy.ts";
import { pageEngine } from "../../state/page-engine.ts";
import { useStoredPolicies } from "../../state/use-stored.ts";
import { isBrought, type StoredPolicy } from "../../storage/stored-model.ts";
import { policyLabel } from "../../ui/policy-label.ts";
import classes from "./ExplorePage.module.css";
import { explore } from "./session.ts";

/** The choice of the playground's policy; no other policy has this id. */
const EMBEDDED = "";

/** Chooses who answers: the playground's policy, the class that it learned from, or a policy of this browser. */
export default function StoredPolicies() {
  const stored = useStoredPolicies() ?? [];
  const chosen = useStore(pageEngine.store, (state) => state.policy);
  // Current work ends with the policy that it began with.
  const busy = useStore(explore.store, (state) => state.status !== "idle");
  const [loading, setLoading] = useState(false);

  async function choose(id: string): Promise<void> {
    setLoading(true);
    const policy = [listedClassPolicy, ...stored].find((one) => one.id === id);
    await pageEngine.choosePolicy(policy ? { id, name: policy.name } : null).catch(explore.fail);
    setLoading(false);
  }

  return (
    <Menu position="bottom-start" width={320} shadow="sm" withinPortal>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          loading={loading}
          disabled={busy}
          title={chosen?.name ?? t("The policy that comes with the playground")}
          rightSection={<IconChevronDown size={13} aria-hidden />}
        >
          {chosen ? t("Policy: {chosen}", { chosen: shortName(chosen) }) : t("Policy")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.examples}>
        <Menu.RadioGroup value={chosen?.id ?? EMBEDDED} onChange={(id) => void choose(id)}>
          <Menu.Label>{t("With the playground")}</Menu.Label>
          <Menu.RadioItem value={EMBEDDED}>{t("The policy that learned from the class")}</Menu.RadioItem>
          <Menu.RadioItem value={listedClassPolicy.id}>
            {t("{name}: no weights, not trainable", { name: translated(listedClassPolicy.name) })}
          </Menu.RadioItem>
          <Menu.Label>{t("Of this browser")}</Menu.Label>
          {stored.map((policy) => (
            <Menu.RadioItem key={policy.id} value={policy.id}>
              {policyLabel(policy)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        {stored.length === 0 && (
          <>
            <Menu.Item renderRoot={(props) => <Link to="/align" {...props} />}>{t("None yet: align one")}</Menu.Item>
            <Menu.Item renderRoot={(props) => <Link to="/models" {...props} />}>{t("Or bring one in")}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function shortName({ id, name }: StoredPolicy): string {
  if (id === listedClassPolicy.id) return "class";
  return isBrought(id) ? name : "tuned";
}
