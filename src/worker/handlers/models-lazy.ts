import type { Handlers } from "../serve.ts";

/** What a worker answers about checkpoints that are brought in; one that is not asked loads nothing of it. */
export const modelHandlers: Pick<Handlers, "lookUpModel" | "mergeAdapter" | "keepModel"> = {
  lookUpModel: async (request, call) => (await import("./models-look.ts")).lookUpModel(request, call),
  mergeAdapter: async (request) => (await import("./models-merge.ts")).mergeAdapter(request),
  keepModel: async (request, call) => (await import("./models-keep.ts")).keepModel(request, call),
};
