import { msg } from "../../../i18n/msg.ts";
import { ALIGN_SLIDERS, type AlignNumber, type AlignSettings } from "../../../state/align-settings.ts";

/** A number with a slider; its bounds are in `alignLimits`. */
export interface AlignField {
  key: AlignNumber;
  label: string;
  unit?: string;
  /** One line on the setting's effect. */
  explanation: string;
  step: number;
  scale?: "log";
  describe?: (value: number) => string | null;
  /** Whether the field has an effect; a field without effect is not shown. */
  matters?: (settings: AlignSettings) => boolean;
  group?: string;
}

const offAt0 = (value: number) => (value === 0 ? msg("off") : null);

export const ALIGN_PAIR_FIELDS: readonly AlignField[] = [
  {
    key: "prompts",
    label: msg("Prompts"),
    explanation: msg("Each gives a pair at most. More take longer to sample."),
    step: 1,
    scale: "log",
  },
  {
    key: "samples",
    label: "N",
    unit: msg("samples a prompt"),
    explanation: msg("Best against worst of so many, at temperature 1."),
    step: 1,
  },
  {
    key: "minGap",
    label: msg("Smallest gap"),
    unit: msg("reward"),
    explanation: msg("Pairs whose rewards are closer are dropped; equal ones always."),
    step: 0.05,
    describe: offAt0,
  },
];

const sliders: readonly AlignField[] = ALIGN_SLIDERS.map(({ min: _, max: __, when, ...field }) => ({
  ...field,
  ...(when?.tuning && { matters: ({ tuning }: AlignSettings) => tuning === when.tuning }),
}));

/** The fields that are always shown. */
export const TRAINING_FIELDS: readonly AlignField[] = sliders.filter(({ group }) => group === "main");

export const MORE_FIELDS: readonly AlignField[] = [
  ...sliders.filter(({ group }) => group !== "main"),
  {
    key: "validation",
    label: msg("Validation problems"),
    explanation: msg("What the curves are measured on."),
    step: 1,
    scale: "log",
  },
  {
    key: "test",
    label: msg("Test problems"),
    explanation: msg("What base and tuned policy are compared on at the end."),
    step: 1,
    scale: "log",
  },
];
