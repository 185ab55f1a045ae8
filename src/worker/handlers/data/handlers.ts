import type { Handlers } from "../../serve.ts";
import type { DataService } from "./service.ts";

let service: Promise<DataService> | null = null;

/** Loads the handlers for data sets at the first request. */
function data(): Promise<DataService> {
  service ??= import("./service.ts").then(({ DataService }) => new DataService());
  return service;
}

/** The worker's handlers for data sets. */
export const dataHandlers: Pick<Handlers, keyof DataService> = {
  openHubData: async (request) => (await data()).openHubData(request),
  inspectData: async (request) => (await data()).inspectData(request),
  importData: async (request, call) => (await data()).importData(request, call),
  findRecords: async (request, call) => (await data()).findRecords(request, call),
  readRows: async (request) => (await data()).readRows(request),
  readRecord: async (request) => (await data()).readRecord(request),
  exportData: async (request, call) => (await data()).exportData(request, call),
  changeRecord: async (request) => (await data()).changeRecord(request),
  deriveData: async (request, call) => (await data()).deriveData(request, call),
  makeData: async (request, call) => (await data()).makeData(request, call),
  measureData: async (request, call) => (await data()).measureData(request, call),
  packForCluster: async (request) => (await data()).packForCluster(request),
};
