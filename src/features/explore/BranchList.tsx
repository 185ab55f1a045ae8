import { ActionIcon, Checkbox, Radio } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import { type Branch, branchLetter } from "../../state/branches.ts";
import { mistakeText, shownMistake } from "../../state/mistake.ts";
import { signedText } from "../../ui/numbers.ts";
import { visibleText } from "../../ui/token-figure/columns.ts";
import { usePalette } from "../../ui/token-figure/use-palette.ts";
import type { Trajectory } from "../../worker/records.ts";
import classes from "./BranchList.module.css";
import { PreferredAnswers } from "./PreferredAnswers.tsx";
import { explore } from "./session.ts";
import { useShownModels } from "./use-shown-models.ts";

/**
 * The trajectories of this prompt: the active one, which the charts show, and those compared with it. `children`:
 * further actions on them.
 */
export function BranchList({ children }: { children: ReactNode }) {
  const { branches, activeId, comparedIds } = useStore(explore.store);
  const models = useShownModels();
  if (branches.length === 0) return null;
  return (
    <section aria-label={t("Branches")} data-part="details" className={classes.branches}>
      <div className={classes.head}>
        <h2>{t("Branches")}</h2>
        {children}
      </div>
      <ul>
        {branches.map((branch, index) => (
          <li key={branch.id} data-testid="branch">
            <Radio
              name="active-branch"
              size="xs"
              checked={branch.id === activeId}
              onChange={() => explore.activate(branch.id)}
              label={<BranchName branch={branch} index={index} branches={branches} />}
            />
            <Ending trajectory={branch.trajectory} />
            <Outcome trajectory={branch.trajectory} />
            <Checkbox
              size="xs"
              label={t("compare")}
              aria-label={t("Draw trajectory {index} beside the active one", { index: branchLetter(index) })}
              disabled={branch.id === activeId}
              checked={branch.id === activeId || comparedIds.includes(branch.id)}
              onChange={() => explore.toggleCompared(branch.id)}
            />
            <ActionIcon
              size="sm"
              color="gray"
              aria-label={t("Remove trajectory {index}", { index: branchLetter(index) })}
              onClick={() => explore.remove(branch.id)}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <PreferredAnswers branches={branches} models={models} />
    </section>
  );
}

function BranchName({ branch, index, branches }: { branch: Branch; index: number; branches: readonly Branch[] }) {
  const { parent, branchAt, trajectory } = branch;
  const recorded = useStore(explore.store, ({ recording }) => recording?.branchIds.includes(branch.id) === true);
  const from = branches.findIndex(({ id }) => id === parent);
  const token = trajectory.tokens[branchAt];
  const seed = String(trajectory.settings.seed);
  return (
    <>
      <b>{branchLetter(index)}</b>{" "}
      {parent === null ? (
        recorded ? (
          t("recorded, seed {seed}", { seed })
        ) : (
          t("sampled, seed {seed}", { seed })
        )
      ) : (
        <Trans
          id="from {parent} at token {place} → <code>{token}</code>"
          components={{ code: <code /> }}
          values={{
            parent: from < 0 ? t("a trajectory that was removed") : branchLetter(from),
            place: branchAt + 1,
            token: token ? visibleText(token.text) : t("end"),
          }}
        />
      )}
    </>
  );
}

/** The answer, and whether it is right, as sign and word. */
function Ending({ trajectory: { judgement, finish, tokens } }: { trajectory: Trajectory }) {
  const palette = usePalette();
  const { answer, correct } = judgement;
  const unfinished = { eos: "", length: t(", length limit"), context: t(", context full"), cancelled: t(", stopped") }[
    finish
  ];
  const mark = correct === null ? "?" : correct ? "✓" : "✗";
  const colour = correct === null ? palette.muted : correct ? palette.right : palette.wrong;
  const mistake = shownMistake(judgement);
  const words = correct === null ? t("not verifiable") : correct ? t("right") : t("wrong");
  return (
    <span>
      <span style={{ color: colour }}>
        {answer === null ? t("no answer") : t("answer {answer}", { answer })} <b>{mark}</b> {words}
      </span>
      {mistake && <span data-testid="mistake-name"> · {mistakeText(mistake)}</span>}
      <span className={classes.note}>
        {" "}
        · {t("{n} tokens", { n: tokens.length })}
        {unfinished}
        {correct === null && t(" · this prompt is no problem of the embedded world: only the arithmetic is checked")}
      </span>
    </span>
  );
}

/** The outcome reward, which is the process reward at the last token. */
function Outcome({ trajectory: { rewards } }: { trajectory: Trajectory }) {
  const models = useShownModels();
  const palette = usePalette();
  return (
    <span className={classes.outcomes}>
      {models.map((model) => {
        const outcome = rewards[model.id]?.at(-1);
        return (
          outcome !== undefined && (
            <span key={model.id} title={t("Outcome reward under {name}", { name: model.name })}>
              <b style={{ color: palette.model(model) }}>{model.name}</b> {signedText(outcome)}
            </span>
          )
        );
      })}
    </span>
  );
}
