import { Button, CloseButton, NativeSelect } from "@mantine/core";
import { useStore } from "zustand";
import type { DeviceReport } from "../../engine/device.ts";
import { bytesText } from "../../storage/bytes.ts";
import { askToPersist } from "../../storage/disk-space.ts";
import type { FoundModel as Found, ModelForm } from "../../worker/model-records.ts";
import { Facts } from "./Facts.tsx";
import classes from "./ModelsPage.module.css";
import { kept, modelImport } from "./session.ts";
import { originText } from "./texts.ts";

/** A checkpoint that was looked up: what it is and what it demands, before any weights are fetched. */
export function FoundModel({ device }: { device: DeviceReport | null }) {
  const { look, status } = useStore(modelImport.store);
  const room = useStore(kept.store, (state) => state.room);
  if (!look) return null;
  const free = room?.quota != null && room.usage != null ? `, ${bytesText(room.quota - room.usage)} are free` : "";
  const fromHub = look.origin.kind === "hub";
  return (
    <section aria-label="Found" className={classes.panel}>
      <p className={classes.head}>
        <b>{originText(look.origin)}</b>
        <CloseButton
          size="xs"
          aria-label="Do not bring it in"
          disabled={status !== "ready"}
          onClick={() => modelImport.leave()}
        />
      </p>
      {look.forms.length > 1 && <FormPicker look={look} busy={status !== "ready"} />}
      <Facts look={look} device={device} />
      <p className={classes.head}>
        <Button
          disabled={status !== "ready" || room?.kind === "memory"}
          onClick={() => {
            void askToPersist();
            void modelImport.keep();
          }}
        >
          {fromHub ? "Download" : "Bring in"}
        </Button>
        <span className={classes.limits}>It stays in this browser{free}.</span>
      </p>
    </section>
  );
}

/** Chooses the form: safetensors, or an ONNX graph of one precision. */
function FormPicker({ look, busy }: { look: Found; busy: boolean }) {
  return (
    <NativeSelect
      className={classes.form}
      size="xs"
      label="Weights"
      disabled={busy}
      value={look.forms.findIndex(({ description }) => graphOf(description) === graphOf(look.description))}
      data={look.forms.map((form, i) => ({ value: String(i), label: formText(form) }))}
      onChange={({ currentTarget }) => modelImport.chooseForm(look.forms[Number(currentTarget.value)] as ModelForm)}
    />
  );
}

function graphOf({ exported }: ModelForm["description"]): string | undefined {
  return exported?.graph;
}

function formText({ files, description }: ModelForm): string {
  const { exported, valueHead } = description;
  const size = bytesText(files.reduce((sum, file) => sum + file.size, 0));
  return exported
    ? `ONNX, ${exported.precision}: ${size}, ${valueHead ? "judges" : "writes"} only`
    : `safetensors: ${size}, can be trained on`;
}
