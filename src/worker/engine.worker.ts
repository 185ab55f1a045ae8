// jax-js and our code use iterator helpers, which some browsers lack.
import "core-js/actual/iterator";
import type { DeviceReport } from "../engine/device.ts";
import { PlaygroundError } from "../engine/errors.ts";
import { keepToChosenHosts } from "../engine/hub/chosen-hosts.ts";
import type { RuntimeOptions } from "../engine/onnx/session.ts";
import { alignmentHandlers } from "./handlers/align/handlers.ts";
import { dataHandlers } from "./handlers/data/handlers.ts";
import { evaluationHandlers } from "./handlers/evaluate/handlers.ts";
import { judgeTexts } from "./handlers/explore/judge-texts.ts";
import { measureValues } from "./handlers/explore/measure-values.ts";
import { completePrompt, problems } from "./handlers/explore/problems.ts";
import { generate, score } from "./handlers/explore/trajectory.ts";
import { modelHandlers } from "./handlers/models/handlers.ts";
import { trainingHandlers } from "./handlers/train/handlers.ts";
import { Models } from "./models.ts";
import { runtimeOn, start } from "./runtime.ts";
import { serve } from "./serve.ts";

const models = new Models();
let device: DeviceReport | null = null;

function runtime(): RuntimeOptions {
  if (device) return runtimeOn(device);
  throw new PlaygroundError({ what: "The engine has no device yet", where: "worker", fix: "Send start first." });
}

keepToChosenHosts(self);
serve(self as DedicatedWorkerGlobalScope, {
  start: async (request) => {
    device = await start(request);
    return device;
  },
  loadModels: async ({ folder }, { emit, signal }) => models.load(folder, runtime(), signal, emit),
  generate: (request, call) => generate(models, request, call),
  score: (request, call) => score(models, request, call),
  measureValues: (request, call) => measureValues(models, request, call),
  chooseStored: async (request) => models.chooseStored(request.models, runtime()),
  choosePolicy: async ({ policy }) => models.choosePolicy(policy, runtime()),
  judgeTexts: async (request, call) => judgeTexts(models, runtime(), request, call),
  exportOnnx: async ({ run }) => (await import("./handlers/export/onnx.ts")).exportOnnx(run),
  problems,
  completePrompt: async (request) => completePrompt(models.policy, request),
  ...trainingHandlers,
  ...alignmentHandlers(models, runtime),
  ...evaluationHandlers(models, runtime),
  ...dataHandlers,
  ...modelHandlers,
});
