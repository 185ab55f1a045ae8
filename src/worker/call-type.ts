/** What the entries of the map of calls (`calls.ts`) are made of. */
import * as v from "valibot";
import type { DeviceChoice } from "../engine/device.ts";
import type { StoredPolicy, StoredRewardModel } from "../storage/stored-model.ts";
import type { ChosenModels, NamedDataFile } from "./evaluation-records.ts";
import type { DataFile, DataSource } from "./training-records.ts";

/** A call: the fields of its request, the type of its result, and that of the events sent while it runs. */
export interface CallType<Fields extends v.ObjectEntries, Result, Event> {
  fields: Fields;
  /** Exists for the compiler only. */
  types?: { fields: v.InferOutput<v.ObjectSchema<Fields, undefined>>; result: Result; event: Event };
}

/** `call(fields).answers<Result, Event>()` is an entry of the map of calls. */
export function call<Fields extends v.ObjectEntries>(fields: Fields) {
  return { answers: <Result, Event = never>(): CallType<Fields, Result, Event> => ({ fields }) };
}

/** Schemas of some fields of `T`; for a union, of those that all its members have. */
type Checked<T, F extends keyof T = keyof T> = { [Field in F]?: v.GenericSchema<unknown, T[Field]> };

/**
 * An object of type `T`. `fields` are the fields that are checked: those that handlers rely on without a check of their
 * own. Contents of a person's file or address were checked against their own schema when they came in, and handlers
 * check configs and names again.
 */
export function object<T extends object>(fields: Checked<T> = {}): v.GenericSchema<T> {
  const form = v.pipe(
    v.looseObject(fields as v.ObjectEntries),
    v.check((value) => !Array.isArray(value), "an object"),
  );
  return form as unknown as v.GenericSchema<T>;
}

/** A list of items of this form. */
export const list = <T>(item: v.GenericSchema<T>) => v.pipe(v.array(item), v.readonly());

export const text = v.string();
/** A number of things, a position or a seed. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Token ids, or positions of records. */
export const counts = list(count);
export const atLeastOne = v.pipe(count, v.minValue(1));
export const finite = v.pipe(v.number(), v.finite());

export const device: v.GenericSchema<DeviceChoice> = v.picklist(["auto", "wasm", "webgpu"]);

const file: v.GenericSchema<DataFile> = v.union([text, v.blob(), v.object({ kept: text })]);
export const namedFile = object<NamedDataFile>({ name: text, file });
export const dataSource = object<DataSource>({ name: text, train: file, heldOut: v.nullable(file) });
export const storedModels = list(object<StoredRewardModel>());
export const chosenModels = object<ChosenModels>({ embedded: list(text), stored: storedModels });
/** A policy of this browser or the class of students; null is the policy that comes with the playground. */
export const chosenPolicy = v.nullable(object<StoredPolicy>());
