import { loadTextSide } from "../../../engine/checkpoint/checkpoint.ts";
import { type CheckpointSource, fetchSource } from "../../../engine/checkpoint/source.ts";
import type { TextReader } from "../../../engine/data/record-tokens.ts";
import { openHubDataSet } from "../../../engine/hub/data-set.ts";
import { checkpointTokenizer } from "../../../engine/tokenizer/checkpoint-tokenizer.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { isStored } from "../../../storage/stored-model.ts";
import { storedSource } from "../../../storage/stored-source.ts";
import type { Call, Handlers, RequestOf } from "../../calls.ts";
import type { DataStatistics, RecordRow, RecordView } from "../../data-records.ts";
import type { dataCalls } from "./calls.ts";
import { changeRecord } from "./change.ts";
import { deriveData } from "./derive.ts";
import { exportData } from "./export.ts";
import { importData, inspect } from "./import.ts";
import { findRecords, recordRow, viewOf } from "./look.ts";
import { makeData } from "./make.ts";
import { measureData } from "./measure.ts";
import { DataShelf } from "./shelf.ts";

/** The worker's handlers for data sets. @param source opens the files of a model */
export class DataService implements Handlers<keyof typeof dataCalls> {
  readonly #shelf = new DataShelf();
  readonly #readers = new Map<string, Promise<TextReader>>();
  readonly #source: typeof modelSource;

  constructor(source = modelSource) {
    this.#source = source;
  }

  openHubData = ({ name, access }: RequestOf<"openHubData">) => openHubDataSet(name, access);
  inspectData = inspect;
  importData = importData;
  changeRecord = changeRecord;

  openData({ data }: RequestOf<"openData">): Promise<DataSetRecord> {
    return this.#shelf.get(data);
  }

  async findRecords({ data, filter }: RequestOf<"findRecords">, call: Call<"findRecords">): Promise<Uint32Array> {
    return findRecords(this.#shelf, await this.#shelf.get(data), filter, call);
  }

  async readRows({ data, positions, model }: RequestOf<"readRows">): Promise<RecordRow[]> {
    const [reader, set] = await Promise.all([this.#reader(model), this.#shelf.get(data)]);
    const records = await this.#shelf.at(set, positions);
    return records.map((record) => recordRow(record, reader));
  }

  async readRecord({ data, position, model }: RequestOf<"readRecord">): Promise<RecordView | null> {
    const [reader, set] = await Promise.all([this.#reader(model), this.#shelf.get(data)]);
    const [record] = await this.#shelf.at(set, [position]);
    return record ? viewOf(record, reader) : null;
  }

  async exportData(request: RequestOf<"exportData">, call: Call<"exportData">) {
    return exportData(this.#shelf, await this.#shelf.get(request.data), request, call);
  }

  async deriveData(request: RequestOf<"deriveData">, call: Call<"deriveData">): Promise<DataSetRecord[]> {
    return deriveData(this.#shelf, await this.#shelf.get(request.data), request.derivation, call);
  }

  makeData(request: RequestOf<"makeData">, call: Call<"makeData">): Promise<DataSetRecord> {
    return makeData(request, call, this.#source);
  }

  async measureData({ data, model }: RequestOf<"measureData">, call: Call<"measureData">): Promise<DataStatistics> {
    const [reader, set] = await Promise.all([this.#reader(model), this.#shelf.get(data)]);
    return measureData(this.#shelf, set, reader, call);
  }

  #reader(model: string): Promise<TextReader> {
    const opened = this.#readers.get(model) ?? openReader(model, this.#source);
    this.#readers.set(model, opened);
    opened.catch(() => this.#readers.delete(model));
    return opened;
  }
}

/** The source of a model. @param model its address, or the id of a model of this browser */
async function modelSource(model: string): Promise<CheckpointSource> {
  return isStored(model) ? storedSource(model) : fetchSource(model);
}

async function openReader(model: string, source: typeof modelSource): Promise<TextReader> {
  const text = await loadTextSide(await source(model));
  return { tokenizer: checkpointTokenizer(text), contextLength: text.config.contextLength };
}
