import { Anchor, Button, Popover } from "@mantine/core";
import { IconDownload, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { reportOf } from "../../../engine/errors.ts";
import { t } from "../../../i18n/i18n.ts";
import { pageEngine } from "../../../state/page-engine.ts";
import { useTunedPolicies } from "../../../state/use-stored.ts";
import { policies } from "../../../storage/policies.ts";
import type { PolicyRecord } from "../../../storage/records.ts";
import { exportPolicy, fileName } from "../../../storage/transfer.ts";
import { saveFile } from "../../../ui/download.ts";
import { percentText } from "../../../ui/numbers.ts";
import { align } from "../session.ts";
import classes from "./Results.module.css";

/** The policies that were tuned in this browser: how each was made, and what can be done with it. */
export function KeptPolicies() {
  const tuned = useTunedPolicies() ?? [];
  if (tuned.length === 0) return null;
  return (
    <section aria-labelledby="align-kept">
      <h2 id="align-kept">{t("Kept in this browser")}</h2>
      <ul className={classes.policies}>
        {tuned.map((policy) => (
          <li key={policy.id} data-testid="kept-policy">
            <b>{policy.name}</b>
            <span>{about(policy)}</span>
            <Anchor
              size="xs"
              underline="always"
              renderRoot={(props) => <Link to="/explore" {...props} />}
              onClick={() => void attempt(() => answerInExplore(policy))}
            >
              {t("use in Explore")}
            </Anchor>
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconDownload size={13} aria-hidden />}
              title={t(
                "config.json, tokenizer.json, model.safetensors, as every Hugging Face checkpoint; trained adapters beside them, as PEFT has them",
              )}
              onClick={() => void attempt(() => save(policy))}
            >
              {t("Download")}
            </Button>
            <DeleteButton policy={policy} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function DeleteButton({ policy }: { policy: PolicyRecord }) {
  return (
    <Popover position="bottom-start" shadow="sm" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconTrash size={13} aria-hidden />}>
          {t("Delete")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Button size="compact-xs" color="red" onClick={() => void attempt(() => policies.remove(policy.id))}>
          {t("Delete for good")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Opens Explore with the policy, on the device it was tuned on unless Explore already runs. */
async function answerInExplore({ id, name }: PolicyRecord): Promise<void> {
  const { phase } = pageEngine.store.getState();
  if (phase === "asleep") pageEngine.store.setState({ choice: align.settings.getState().device });
  await pageEngine.choosePolicy({ id, name });
}

async function save(policy: PolicyRecord): Promise<void> {
  saveFile(`${fileName(policy.name)}.zip`, new Blob([await exportPolicy(policy)], { type: "application/zip" }));
}

async function attempt(task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    align.store.setState({ error: reportOf(error) });
  }
}

function about({ createdAt, config, pairs, step, steps, gold }: PolicyRecord): string {
  const when = new Date(createdAt).toLocaleString("en-GB", { dateStyle: "short", timeStyle: "short" });
  const judged = gold
    ? t("right greedily {base} → {tuned} of {problems} test problems", {
        base: percentText(gold.base),
        tuned: percentText(gold.tuned),
        problems: gold.problems,
      })
    : t("not judged");
  return t("{when} · β {beta}, seed {seed}, {pairs} pairs, {step} of {steps} steps · {judged}", {
    when,
    beta: config.beta,
    seed: String(config.seed),
    pairs,
    step,
    steps,
    judged,
  });
}
