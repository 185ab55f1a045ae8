import { describeExtremeRewards } from "../../testing/extreme-rewards-suite.ts";

describeExtremeRewards("webgpu");
