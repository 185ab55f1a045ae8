import { checked, jsonObject, parseJson } from "../engine/checkpoint/json.ts";
import { withSettingNames } from "../engine/training/setting-names.ts";
import type { SettingsTable } from "../engine/training/settings.ts";
import { readBytes } from "./files.ts";

/**
 * The fields that a file of settings gives, by their names in code; none without a file.
 * @throws PlaygroundError where it is no JSON object, or gives a setting twice
 */
export async function configFields(table: SettingsTable, file: string | undefined): Promise<Record<string, unknown>> {
  return file ? withSettingNames(table, checked(jsonObject, parseJson(await readBytes(file), file), file), file) : {};
}
