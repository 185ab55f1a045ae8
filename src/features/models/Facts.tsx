import type { DecoderDescription, ExportedDescription } from "../../engine/checkpoint/describe.ts";
import { inferenceBytes, parameterCount } from "../../engine/checkpoint/memory.ts";
import type { DeviceReport } from "../../engine/device.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { bytesText } from "../../storage/bytes.ts";
import { countText, digitsText } from "../../ui/numbers.ts";
import type { ModelLook } from "../../worker/model-records.ts";
import classes from "./ModelsPage.module.css";
import { abilitiesOf, type Use, usesOf } from "./uses.ts";

/** The batch that the memory demand is stated for: as large as a person's usual generation. */
const BATCH = { rows: 8, tokens: 256 };

/** Architecture, size and licence of a checkpoint, and what it demands of the device. */
export function Facts({ look, device }: { look: ModelLook; device: DeviceReport | null }) {
  const { origin, files, description } = look;
  const { exported } = description;
  const { contextLength, vocabSize } = description.config;
  const rows: [term: string, value: string][] = [
    [t("what it does"), abilitiesOf(description)],
    ...(exported ? graphRows(description) : decoderRows(description)),
    [
      t("vocabulary, context"),
      t("{vocabSize} tokens, {contextLength} tokens", {
        vocabSize: countText(vocabSize),
        contextLength: countText(contextLength),
      }),
    ],
    [
      t("to be kept"),
      t("{bytes} in {files} files", {
        bytes: bytesText(files.reduce((sum, { size }) => sum + size, 0)),
        files: files.length,
      }),
    ],
    ...(origin.kind === "hub"
      ? ([
          [t("licence"), origin.licence ?? t("its card says none")],
          [t("revision"), origin.revision],
        ] satisfies [string, string][])
      : []),
    ...(exported
      ? []
      : ([
          [
            t("generating {rows} × {tokens} tokens", { rows: BATCH.rows, tokens: BATCH.tokens }),
            t("about {bytes}: weights, keys and values as float32", {
              bytes: bytesText(inferenceBytes(description.config, { ...BATCH, weightBytes: 4 })),
            }),
          ],
        ] satisfies [string, string][])),
  ];
  return (
    <>
      <dl className={classes.facts} data-testid="model-facts">
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {exported && (
        <p className={classes.limits}>
          {t(
            "An ONNX graph only {does}: no reward model can start from it, nor can it be tuned, since its weights are quantised or baked into a program without gradients. The safetensors of the same model can be all of that, if its architecture is one of those above.",
            { does: description.valueHead ? t("judges") : t("writes") },
          )}
        </p>
      )}
      {exported?.precision === "q4" && device?.backend === "wasm" && (
        <p className={classes.limits}>
          {t(
            "Wasm widens weights of four bits at every token. Where there is q8, it writes several times as fast here, with activations in eight bits too.",
          )}
        </p>
      )}
      {device && usesOf(look, device).map((use) => <Room key={use.as} use={use} device={device} />)}
    </>
  );
}

type Row = [term: string, value: string];

function decoderRows({ config, numberTypes }: DecoderDescription): Row[] {
  const { architecture, layerCount, hiddenSize, headCount, kvHeadCount } = config;
  return [
    [
      t("architecture"),
      t("{architecture}, {layerCount} layers of width {hiddenSize}, {headCount} heads on {kvHeadCount}", {
        architecture,
        layerCount,
        hiddenSize,
        headCount,
        kvHeadCount,
      }),
    ],
    [
      t("parameters"),
      t("{millions} million, stored as {types}", {
        millions: millions(parameterCount(config)),
        types: numberTypes.join(t(" and ")),
      }),
    ],
    [t("runs"), t("as float32")],
  ];
}

function graphRows({ config, exported }: ExportedDescription): Row[] {
  return [
    [t("architecture"), config.architecture],
    [t("runs"), t("by transformers.js as its ONNX graph has it, in {precision}", { precision: exported.precision })],
  ];
}

function Room({ use: { as, demands, refusal }, device }: { use: Use; device: DeviceReport }) {
  const place = device.adapter ?? "Wasm";
  return (
    <section className={classes.room} aria-label={t("As {as}", { as })} data-fits={refusal === null}>
      <p>
        <b>{t("As {as}:", { as })}</b>{" "}
        {refusal
          ? t("not on {place}: {refusal}", { place, refusal })
          : t("there is room for it on {place}.", { place })}
      </p>
      <ul>
        {demands.map(({ what, needed, available }) => (
          <li key={what}>
            {t("{what}: {needed} of {available}", {
              what: translated(what),
              needed: bytesText(needed),
              available: bytesText(available),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

function millions(parameters: number): string {
  return digitsText(parameters / 1e6, 3);
}
