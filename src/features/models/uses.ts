import { needsHalfPrecision } from "../../engine/checkpoint/exported-graph.ts";
import { type Demand, demands, exportedDemands, shortage } from "../../engine/checkpoint/fit.ts";
import type { DeviceReport } from "../../engine/device.ts";
import { t } from "../../i18n/i18n.ts";
import { msg } from "../../i18n/msg.ts";
import { translated } from "../../i18n/translated.ts";
import { bytesText } from "../../storage/bytes.ts";
import type { ModelForm } from "../../worker/model-records.ts";

/** A use of a checkpoint, and what it demands of the device. */
export interface Use {
  /** The use in words: "a policy, and the base of reward models". */
  as: string;
  demands: Demand[];
  /** Why this device cannot do it; null if it can. */
  refusal: string | null;
}

/** The possible uses of a checkpoint on a device. */
export function usesOf({ files, description }: ModelForm, device: DeviceReport): Use[] {
  const { config, valueHead, exported } = description;
  const use = (as: string, demanded: Demand[]): Use => ({
    as,
    demands: demanded,
    refusal: exported && needsHalfPrecision(exported) && !device.f16 ? translated(NO_HALF_PRECISION) : noRoom(demanded),
  });
  if (exported) {
    const as = valueHead ? t("a judge of whole responses") : t("a policy");
    return [use(as, exportedDemands(config, exported, files))];
  }
  return [
    ...(valueHead ? [use(t("a reward model"), demands(config, device, { logits: false }))] : []),
    ...(config.task === "causal-lm"
      ? [use(t("a policy, and the base of reward models"), demands(config, device, { logits: true }))]
      : []),
  ];
}

/** What a checkpoint does here, in the words that a person looks for. */
export function abilitiesOf(description: ModelForm["description"]): string {
  const { config, valueHead, exported } = description;
  const isFixed = description.exported !== undefined || description.twoLayerHead === true;
  return [
    config.task === "causal-lm" ? t("writes") : null,
    valueHead ? (exported ? t("judges prefix by prefix") : t("judges every token in one causal pass")) : null,
    isFixed ? t("cannot be trained") : t("can be trained"),
  ]
    .filter((ability) => ability !== null)
    .join(" · ");
}

const NO_HALF_PRECISION = msg(
  "it computes in half precision, which takes a GPU with shader-f16. Another of its precisions runs here.",
);

function noRoom(demanded: readonly Demand[]): string | null {
  const short = shortage(demanded);
  if (!short) return null;
  const { what, needed, available } = short;
  return t(
    "no room for it, since {what} would need {needed}, and there are {available}. A smaller checkpoint would fit.",
    { what: translated(what), needed: bytesText(needed), available: bytesText(available) },
  );
}
