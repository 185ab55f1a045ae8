import { describePacked } from "../../testing/packed-weights-suite.ts";

describePacked("webgpu");
