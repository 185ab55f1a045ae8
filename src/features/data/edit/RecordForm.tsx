import { Button, NumberInput, TextInput } from "@mantine/core";
import { useStore } from "zustand";
import type { Comparison, DataRecord, LabelledResponse, LabelledSteps } from "../../../engine/data/record.ts";
import type { TextOrChat } from "../../../engine/tokenizer/conversation.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { Draft } from "../../../state/data-edit.ts";
import { ErrorPanel } from "../../../ui/ErrorPanel.tsx";
import { dataEdit, recordsView } from "../session.ts";
import classes from "./Edit.module.css";
import { SaidField } from "./SaidField.tsx";
import { StepFields } from "./StepFields.tsx";
import { VerdictSelect } from "./VerdictSelect.tsx";

/** A form for one record. It refuses what an import would refuse. */
export function RecordForm({ draft: { position, type, record } }: { draft: Draft }) {
  const { busy, error } = useStore(dataEdit.store);
  const save = async () => {
    if (await dataEdit.save()) recordsView.setState({ record: position });
  };
  return (
    <form
      className={classes.form}
      aria-label={type === "insert" ? t("New record") : t("Edit record {position}", { position: position + 1 })}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Fields record={record.record} />
      {error && <ErrorPanel report={error} />}
      <div className={classes.actions}>
        <Button type="submit" loading={busy}>
          {t("Save")}
        </Button>
        <Button variant="default" onClick={() => dataEdit.leave()}>
          {t("Cancel")}
        </Button>
      </div>
    </form>
  );
}

function Fields({ record }: { record: DataRecord }) {
  switch (record.kind) {
    case "comparison":
      return <ComparisonFields record={record} />;
    case "response":
      return <ResponseFields record={record} />;
    case "steps":
      return <StepsFields record={record} />;
  }
}

function ComparisonFields({ record }: { record: Comparison }) {
  const { prompt, chosen, rejected, margin, ...others } = record;
  const set = (changes: Partial<Comparison>) => dataEdit.change({ ...record, ...changes });
  const side = (name: "chosen" | "rejected", responses: readonly TextOrChat[]) => (
    <fieldset className={classes.side}>
      <legend>{translated(name)}</legend>
      {responses.map((said, i) => (
        <SaidField
          // biome-ignore lint/suspicious/noArrayIndexKey: responses have no other name
          key={i}
          label={responses.length > 1 ? `${translated(name)} ${i + 1}` : translated(name)}
          speaker="assistant"
          said={said}
          onChange={(next) => set({ [name]: responses.with(i, next) })}
          onRemove={responses.length > 1 ? () => set({ [name]: responses.toSpliced(i, 1) }) : null}
        />
      ))}
      <Button size="compact-xs" variant="subtle" onClick={() => set({ [name]: [...responses, ""] })}>
        {t("Another {name} response", { name: translated(name) })}
      </Button>
    </fieldset>
  );
  return (
    <>
      <SaidField
        label={t("prompt")}
        speaker="user"
        said={prompt}
        onChange={(next) => set({ prompt: next })}
        onRemove={null}
      />
      <div className={classes.sides}>
        {side("chosen", chosen)}
        {side("rejected", rejected)}
      </div>
      <NumberInput
        label={t("Margin")}
        description={t("By how much the chosen response is better; may stay empty")}
        className={classes.number}
        hideControls
        value={margin ?? ""}
        onChange={(next) =>
          dataEdit.change({ ...others, prompt, chosen, rejected, ...(typeof next === "number" && { margin: next }) })
        }
      />
      <ProvenanceFields record={record} />
    </>
  );
}

function ResponseFields({ record }: { record: LabelledResponse }) {
  const { prompt, response, correct } = record;
  const set = (changes: Partial<LabelledResponse>) => dataEdit.change({ ...record, ...changes });
  return (
    <>
      <SaidField
        label={t("prompt")}
        speaker="user"
        said={prompt}
        onChange={(next) => set({ prompt: next })}
        onRemove={null}
      />
      <SaidField
        label={t("response")}
        speaker="assistant"
        said={response}
        onChange={(next) => set({ response: next })}
        onRemove={null}
      />
      <VerdictSelect label={t("The response is")} value={correct} onChange={(next) => set({ correct: next })} />
      <ProvenanceFields record={record} />
    </>
  );
}

function StepsFields({ record }: { record: LabelledSteps }) {
  const set = (changes: Partial<LabelledSteps>) => dataEdit.change({ ...record, ...changes });
  return (
    <>
      <SaidField
        label={t("prompt")}
        speaker={null}
        said={record.prompt}
        onChange={(next) => typeof next === "string" && set({ prompt: next })}
        onRemove={null}
      />
      <StepFields steps={record.steps} labels={record.labels} onChange={set} />
      <VerdictSelect
        label={t("The final answer is")}
        value={record.correct}
        onChange={(next) => set({ correct: next })}
      />
      <ProvenanceFields record={record} />
    </>
  );
}

const PROVENANCE = [msg("source"), "id", msg("subset")] as const;

/** The fields of a record's provenance; an empty field is left out. */
function ProvenanceFields({ record }: { record: DataRecord }) {
  const change = (field: (typeof PROVENANCE)[number], text: string) => {
    const { [field]: _before, ...others } = record;
    dataEdit.change((text === "" ? others : { ...others, [field]: text }) as DataRecord);
  };
  return (
    <div className={classes.provenance}>
      {PROVENANCE.map((field) => (
        <TextInput
          key={field}
          label={translated(field)}
          value={record[field] ?? ""}
          onChange={(event) => change(field, event.currentTarget.value)}
        />
      ))}
    </div>
  );
}
