import { Button, CloseButton, NativeSelect } from "@mantine/core";
import { useStore } from "zustand";
import type { DeviceReport } from "../../engine/device.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { bytesText } from "../../storage/bytes.ts";
import { askToPersist } from "../../storage/disk-space.ts";
import type { FoundModel, ModelForm } from "../../worker/model-records.ts";
import { Facts } from "./Facts.tsx";
import classes from "./ModelsPage.module.css";
import { kept, modelImport } from "./session.ts";
import { originText } from "./texts.ts";
import { usesOf } from "./uses.ts";

/** A checkpoint that was looked up: its description and its demands, before any weights are fetched. */
export function FoundCheckpoint({ device }: { device: DeviceReport | null }) {
  const { look, status } = useStore(modelImport.store);
  const room = useStore(kept.store, (state) => state.room);
  if (!look) return null;
  const free =
    room?.quota != null && room.usage != null
      ? t(", {quota} are free", { quota: bytesText(room.quota - room.usage) })
      : "";
  const fromHub = look.origin.kind === "hub";
  return (
    <section aria-label={t("Found")} className={classes.panel}>
      <p className={classes.head}>
        <b>{originText(look.origin)}</b>
        <CloseButton
          size="xs"
          aria-label={t("Do not bring it in")}
          disabled={status !== "ready"}
          onClick={() => modelImport.leave()}
        />
      </p>
      {look.forms.length > 1 && <FormPicker look={look} busy={status !== "ready"} />}
      {look.forms.length > 1 && device && <FormSizes forms={look.forms} device={device} />}
      <Facts look={look} device={device} />
      <p className={classes.head}>
        <Button
          disabled={status !== "ready" || room?.kind === "memory"}
          onClick={() => {
            void askToPersist();
            void modelImport.keep();
          }}
        >
          {fromHub ? t("Download") : t("Bring in")}
        </Button>
        <span className={classes.limits}>{t("It stays in this browser{free}.", { free })}</span>
      </p>
    </section>
  );
}

/** Chooses the form: safetensors, or an ONNX graph of one precision. */
function FormPicker({ look, busy }: { look: FoundModel; busy: boolean }) {
  return (
    <NativeSelect
      className={classes.form}
      size="xs"
      label={t("Weights")}
      disabled={busy}
      value={look.forms.findIndex(({ description }) => graphOf(description) === graphOf(look.description))}
      data={look.forms.map((form, i) => ({ value: String(i), label: formText(form) }))}
      onChange={({ currentTarget }) => modelImport.chooseForm(look.forms[Number(currentTarget.value)] as ModelForm)}
    />
  );
}

/** What every form takes, to be fetched and to run, beside what this device has. */
function FormSizes({ forms, device }: { forms: readonly ModelForm[]; device: DeviceReport }) {
  return (
    <div className={classes.sizes}>
      <table aria-label={t("Sizes")}>
        <thead>
          <tr>
            <th scope="col">{t("weights")}</th>
            <th scope="col">{t("to be fetched")}</th>
            <th scope="col">{t("takes here, of what this device has")}</th>
          </tr>
        </thead>
        <tbody>
          {forms.map((form) => (
            <tr key={graphOf(form.description) ?? "safetensors"}>
              <th scope="row">{form.description.numberTypes.join(", ")}</th>
              <td>{bytesText(sizeOf(form))}</td>
              <td>{roomText(form, device)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The largest use's demands; why the device cannot meet them, if it cannot. */
function roomText(form: ModelForm, device: DeviceReport): string {
  const use = usesOf(form, device).at(-1);
  const demanded = use?.demands.map(({ what, needed, available }) =>
    t("{needed} of {available} ({what})", {
      needed: bytesText(needed),
      available: bytesText(available),
      what: translated(what),
    }),
  );
  return [...(demanded ?? []), use?.refusal ? t("does not run here") : t("runs here")].join("; ");
}

function sizeOf({ files }: ModelForm): number {
  return files.reduce((sum, file) => sum + file.size, 0);
}

function graphOf({ exported }: ModelForm["description"]): string | undefined {
  return exported?.graph;
}

function formText(form: ModelForm): string {
  const { exported, valueHead } = form.description;
  const size = bytesText(sizeOf(form));
  return exported
    ? valueHead
      ? t("ONNX, {precision}: {size}, judges only", { precision: exported.precision, size })
      : t("ONNX, {precision}: {size}, writes only", { precision: exported.precision, size })
    : t("safetensors: {size}, can be trained on", { size });
}
