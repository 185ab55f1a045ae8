import { checked, type JsonObject, jsonObject, parseJson } from "../engine/checkpoint/json.ts";
import { readBytes } from "./files.ts";

/** The fields that a file of settings gives; none without a file. @throws PlaygroundError where it is no JSON object */
export async function configFields(file: string | undefined): Promise<JsonObject> {
  return file ? checked(jsonObject, parseJson(await readBytes(file), file), file) : {};
}
