import { checked, jsonObject, parseJson } from "../engine/checkpoint/json.ts";
import { withSettingNames } from "../engine/training/setting-names.ts";
import type { SettingsTable } from "../engine/training/settings.ts";
import { readBytes } from "./files.ts";

/**
 * The fields in a settings file under their names in code; none if there is no file.
 * @throws PlaygroundError if the file is no JSON object, or gives a setting twice
 */
export async function configFields(table: SettingsTable, file: string | undefined): Promise<Record<string, unknown>> {
  return file ? withSettingNames(table, checked(jsonObject, parseJson(await readBytes(file), file), file), file) : {};
}
