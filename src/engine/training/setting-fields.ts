import type { Setting, SettingCondition, SettingsTable, Slider } from "./settings.ts";

/** A setting with a slider in a form. */
export interface SliderField<Name extends string = string> extends Slider {
  key: Name;
  label: string;
  unit?: string;
  /** One line on the setting's effect. */
  explanation: string;
  when?: SettingCondition;
  group: string;
}

/** The names of a table's settings that are numbers. */
export type NumberName<Table extends SettingsTable> = {
  [Name in keyof Table & string]: Table[Name] extends Setting<number> ? Name : never;
}[keyof Table & string];

/** The sliders of a form, in the order of the table. */
export function sliderFields<Table extends SettingsTable>(table: Table): SliderField<NumberName<Table>>[] {
  return Object.entries(table).flatMap(([key, { slider, label, unit, meaning, when, group }]) => {
    if (!slider || group === null) return [];
    const texts = { key: key as NumberName<Table>, label, explanation: meaning, group };
    return [{ ...slider, ...texts, ...(unit !== undefined && { unit }), ...(when && { when }) }];
  });
}

/** A setting with a list of named values. */
export interface ChoiceField {
  key: string;
  label: string;
  choices: readonly string[];
}

export function choiceFields(table: SettingsTable): ChoiceField[] {
  return Object.entries(table).flatMap(([key, { choices, label }]) =>
    choices ? [{ key, label, choices: choices.map(String) }] : [],
  );
}
