import type { Handlers } from "../../calls.ts";
import type { OpenedEngine } from "../../opened-engine.ts";
import type { exploreCalls } from "./calls.ts";
import { judgeTexts } from "./judge-texts.ts";
import { measureTrajectoryValues } from "./measure-values.ts";
import { completePrompt, exampleProblems } from "./problems.ts";
import { generateTrajectory, scoreTrajectory } from "./trajectory.ts";

/** Answers the calls of Explore with the models of `engine`. */
export function exploreHandlers(engine: OpenedEngine): Handlers<keyof typeof exploreCalls> {
  const { models } = engine;
  return {
    start: ({ device }) => engine.start(device),
    loadModels: ({ folder }, { emit, signal }) => models.load(folder, engine.runtime, signal, emit),
    generate: (request, call) => generateTrajectory(models, request, call),
    completePrompt: async (request) => completePrompt(models.policy, request),
    score: (request, call) => scoreTrajectory(models, request, call),
    measureValues: (request, call) => measureTrajectoryValues(models, request, call),
    chooseStored: (request) => models.chooseStored(request.models, engine.runtime),
    choosePolicy: ({ policy }) => models.choosePolicy(policy, engine.runtime),
    judgeTexts: (request, call) => judgeTexts(models, engine.runtime, request, call),
    problems: exampleProblems,
  };
}
