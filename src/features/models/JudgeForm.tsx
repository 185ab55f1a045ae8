import { Anchor, Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { GENERATIVE_DEFAULTS, type GenerativeSettings, JUDGE_FILE } from "../../engine/reward/generative-settings.ts";
import { t } from "../../i18n/i18n.ts";
import type { ModelRecord } from "../../storage/records.ts";
import { GrowingTextarea } from "../../ui/GrowingTextarea.tsx";
import classes from "./ModelsPage.module.css";

interface JudgeFormProps {
  model: ModelRecord;
  busy: boolean;
  /** Keeps how the model is asked; null: it judges no more. */
  onAsk: (settings: GenerativeSettings | null) => void;
}

/** How a language model of this browser judges by its answer: what it is asked, and the two tokens that are compared. */
export function JudgeForm({ model, busy, onAsk }: JudgeFormProps) {
  const [settings, change] = useState<GenerativeSettings>(model.judge ?? GENERATIVE_DEFAULTS);
  const set = (part: Partial<GenerativeSettings>) => change({ ...settings, ...part });
  const text = (field: "good" | "bad", label: string) => (
    <TextInput
      size="xs"
      label={label}
      value={settings[field]}
      onChange={({ currentTarget }) => set({ [field]: currentTarget.value })}
    />
  );
  const area = (field: "system" | "question" | "begin", label: string) => (
    <GrowingTextarea
      size="xs"
      label={label}
      value={settings[field]}
      onChange={({ currentTarget }) => set({ [field]: currentTarget.value })}
    />
  );
  return (
    <details className={classes.details}>
      <summary>{model.judge ? t("Judges by its answer") : t("Let it judge by its answer")}</summary>
      <form
        className={classes.judge}
        onSubmit={(event) => {
          event.preventDefault();
          onAsk(settings);
        }}
      >
        <p className={classes.limits}>
          {t(
            "The model is asked about a response. The reward is the log-odds of two tokens as the first of its answer: log p(right) − log p(wrong).",
          )}
        </p>
        {area("system", t("System message, if any"))}
        {area("question", t("Question, with '{'prompt'}' and '{'response'}'"))}
        {area("begin", t("The answer begins with (such as an empty block of thought)"))}
        <div className={classes.answers}>
          {text("good", t("Token for right"))}
          {text("bad", t("Token for wrong"))}
          <NativeSelect
            size="xs"
            label={t("It is asked")}
            value={settings.at}
            data={[
              { value: "steps", label: t("at the end of every step") },
              { value: "end", label: t("at the end of the response") },
            ]}
            onChange={({ currentTarget }) => set({ at: currentTarget.value as GenerativeSettings["at"] })}
          />
        </div>
        <Checkbox
          size="xs"
          label={t("Every line of the response is a turn of its own, and those before were answered as right")}
          checked={settings.turns}
          onChange={({ currentTarget }) => set({ turns: currentTarget.checked })}
        />
        <div className={classes.head}>
          <Button type="submit" size="compact-xs" disabled={busy}>
            {model.judge ? t("Save") : t("Let it judge")}
          </Button>
          {model.judge && (
            <>
              <Button size="compact-xs" variant="default" disabled={busy} onClick={() => onAsk(null)}>
                {t("It judges no more")}
              </Button>
              <Anchor size="xs" c="inherit" underline="always" download={JUDGE_FILE} href={fileOf(model.judge)}>
                {t("{file} for the command line", { file: JUDGE_FILE })}
              </Anchor>
            </>
          )}
        </div>
      </form>
    </details>
  );
}

function fileOf(settings: GenerativeSettings): string {
  return `data:application/json,${encodeURIComponent(JSON.stringify(settings, null, 2))}`;
}
