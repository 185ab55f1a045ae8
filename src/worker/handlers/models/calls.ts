import * as v from "valibot";
import type { GenerativeSettings } from "../../../engine/reward/generative-settings.ts";
import type { ModelRecord } from "../../../storage/records.ts";
import { call, object, text } from "../../call-type.ts";
import type {
  AdapterFolder,
  FoundModel,
  LocalFile,
  ModelContent,
  ModelLook,
  ModelPlace,
  ModelProgress,
} from "../../model-records.ts";

const kind = v.picklist(["hub", "folder"]);

/** The calls of Models. */
export const modelCalls = {
  /** Describes a checkpoint and what has to be fetched; a revision of the hub is pinned to its commit. */
  lookUpModel: call({ place: object<ModelPlace>({ kind }) }).answers<FoundModel>(),

  /** Adds adapters of a folder to a model: the files of a checkpoint that can be looked up as any folder's. */
  mergeAdapter: call({
    adapter: object<AdapterFolder>(),
    /** Id of a model of this browser. */
    base: text,
  }).answers<LocalFile[]>(),

  /**
   * Keeps a checkpoint in this browser, file by file. A download that fails or is cancelled keeps its part, and the same
   * request continues it; a folder that fails, or a checkpoint that turns out to be broken, leaves nothing.
   */
  keepModel: call({ look: object<ModelLook>(), content: object<ModelContent>({ kind }) }).answers<
    ModelRecord,
    ModelProgress
  >(),

  /** Says how a model judges by its answer; null: it judges no more. Its tokenizer must know the answers. */
  askModel: call({
    /** The id of the model's record. */
    model: text,
    settings: v.nullable(object<GenerativeSettings>()),
  }).answers<null>(),
};
