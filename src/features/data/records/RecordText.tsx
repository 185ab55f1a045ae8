import type { DataRecord, LabelledSteps } from "../../../engine/data/record.ts";
import type { TextOrChat } from "../../../engine/tokenizer/conversation.ts";
import { t } from "../../../i18n/i18n.ts";
import classes from "./Records.module.css";

/** A record as people read it. Markup in its texts is shown as text. */
export function RecordText({ record }: { record: DataRecord }) {
  return (
    <div className={classes.texts}>
      <Said label={t("prompt")} said={record.prompt} />
      {record.kind === "steps" ? <Steps {...record} /> : <Responses record={record} />}
    </div>
  );
}

function Responses({ record }: { record: Exclude<DataRecord, LabelledSteps> }) {
  if (record.kind === "response") {
    return <Said label={labelText(record.correct)} verdict={record.correct} said={record.response} />;
  }
  const side = (name: string, verdict: boolean, responses: readonly TextOrChat[]) => (
    <div className={classes.side}>
      {responses.map((said, i) => (
        <Said
          // biome-ignore lint/suspicious/noArrayIndexKey: responses have no other name
          key={i}
          label={`${verdict ? "✓" : "✗"} ${name}${responses.length > 1 ? ` ${i + 1}` : ""}`}
          verdict={verdict}
          said={said}
        />
      ))}
    </div>
  );
  return (
    <div className={classes.sides}>
      {side(t("chosen"), true, record.chosen)}
      {side(t("rejected"), false, record.rejected)}
    </div>
  );
}

function Steps({ steps, labels, correct }: LabelledSteps) {
  return (
    <ol className={classes.steps} aria-label={t("Steps, final answer {correct}", { correct: labelText(correct) })}>
      {steps.map((step, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name
        <li key={i}>
          <b data-verdict={labels[i]}>{labelText(labels[i] ?? null)}</b>
          <pre>{step}</pre>
        </li>
      ))}
    </ol>
  );
}

interface SaidProps {
  label: string;
  verdict?: boolean | null;
  said: TextOrChat;
}

function Said({ label, verdict, said }: SaidProps) {
  return (
    <div className={classes.said}>
      <b data-verdict={verdict ?? undefined}>{label}</b>
      {typeof said === "string" ? (
        <pre>{said}</pre>
      ) : (
        said.map(({ role, content }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: messages have no other name
          <div key={i} className={classes.message} data-role={role}>
            <span>{role}</span>
            <pre>{content}</pre>
          </div>
        ))
      )}
    </div>
  );
}

function labelText(correct: boolean | null): string {
  if (correct === null) return t("– not labelled");
  return correct ? t("✓ right") : t("✗ wrong");
}
