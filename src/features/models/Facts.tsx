import type { DecoderDescription, ExportedDescription } from "../../engine/checkpoint/describe.ts";
import { inferenceBytes, parameterCount } from "../../engine/checkpoint/memory.ts";
import type { DeviceReport } from "../../engine/device.ts";
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
    ["what it does", abilitiesOf(description)],
    ...(exported ? graphRows(description) : decoderRows(description)),
    ["vocabulary, context", `${countText(vocabSize)} tokens, ${countText(contextLength)} tokens`],
    ["to be kept", `${bytesText(files.reduce((sum, { size }) => sum + size, 0))} in ${files.length} files`],
    ...(origin.kind === "hub"
      ? ([
          ["licence", origin.licence ?? "its card says none"],
          ["revision", origin.revision],
        ] satisfies [string, string][])
      : []),
    ...(exported
      ? []
      : ([
          [
            `generating ${BATCH.rows} × ${BATCH.tokens} tokens`,
            `about ${bytesText(inferenceBytes(description.config, { ...BATCH, weightBytes: 4 }))}: weights, keys and values as float32`,
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
          An ONNX graph only {description.valueHead ? "judges" : "writes"}: no reward model can start from it, nor can
          it be tuned, since its weights are quantised or baked into a program without gradients. The safetensors of the
          same model can be all of that, if its architecture is one of those above.
        </p>
      )}
      {exported?.precision === "q4" && device?.backend === "wasm" && (
        <p className={classes.limits}>
          Wasm widens weights of four bits at every token. Where there is q8, it writes several times as fast here, with
          activations in eight bits too.
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
      "architecture",
      `${architecture}, ${layerCount} layers of width ${hiddenSize}, ${headCount} heads on ${kvHeadCount}`,
    ],
    ["parameters", `${millions(parameterCount(config))} million, stored as ${numberTypes.join(" and ")}`],
    ["runs", "as float32"],
  ];
}

function graphRows({ config, exported }: ExportedDescription): Row[] {
  return [
    ["architecture", config.architecture],
    ["runs", `by transformers.js as its ONNX graph has it, in ${exported.precision}`],
  ];
}

function Room({ use: { as, demands, refusal }, device }: { use: Use; device: DeviceReport }) {
  const place = device.adapter ?? "Wasm";
  return (
    <section className={classes.room} aria-label={`As ${as}`} data-fits={refusal === null}>
      <p>
        <b>As {as}:</b> {refusal ? `not on ${place}: ${refusal}` : `there is room for it on ${place}.`}
      </p>
      <ul>
        {demands.map(({ what, needed, available }) => (
          <li key={what}>
            {what}: {bytesText(needed)} of {bytesText(available)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function millions(parameters: number): string {
  return digitsText(parameters / 1e6, 3);
}
