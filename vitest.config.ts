import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { findBrowser, testFlags } from "./scripts/browser.ts";
import { killGpu } from "./src/testing/faults/kill-gpu.ts";

const executablePath = findBrowser();
/** The fault suite kills the GPU's process again and again, after which a browser would do without. */
const gpuFlags = ["--disable-gpu-process-crash-limit", "--disable-domain-blocking-for-3d-apis"];

/**
 * Tests that leave nothing behind in their process but a backend and what it has compiled, neither storage nor sessions:
 * their files share it.
 */
const pure = [
  "app",
  "features",
  "ui",
  "i18n",
  "engine/{alignment,checkpoint,cluster,data,decoder,evaluation,hub,losses,policy,reward,statistics,sweep,tokenizer,training,world}",
].map((folder) => `src/${folder}/**/*.test.{ts,tsx}`);
const inBrowser = ["src/**/*.browser.test.{ts,tsx}"];

/** The files that take longest, by the ends of their paths: each compiles dozens of programs. */
const LONGEST = [
  "cli/reproduce.test.ts",
  "train/generator.test.ts",
  "train/workers.test.ts",
  "training/reward-population.test.ts",
  "training/reward-run.test.ts",
  "faults/generated-inputs.test.ts",
  "cli/sweep.test.ts",
  "onnx/decoder-graph.browser.test.ts",
  "training/frozen-states.browser.test.ts",
  "training/policy-run.browser.test.ts",
  "losses/losses.browser.test.ts",
  "decoder/decoder.browser.test.ts",
];

/** Begins with the longest files, so that no core waits in the end for one that another began last. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => Number(LONGEST.some((end) => moduleId.endsWith(end)));
    return (await super.sort(files)).toSorted((a, b) => isLong(b) - isLong(a));
  }
}

const common = {
  // Time never decides a test: this only ends one that hangs.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // Vitest leaves a core free, which of two is half of them. Said here, since pages do not follow what is said at the top.
  maxWorkers: "100%",
  // A test compiles far more Wasm than it runs for long, and its programs are made of millions of short-lived objects.
  execArgv: ["--liftoff-only", "--max-semi-space-size=64"],
};

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "node",
          ...common,
          include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
          exclude: [...inBrowser, ...pure],
          setupFiles: ["scripts/iterator-helpers.ts"],
        },
      },
      {
        test: {
          name: "node-pure",
          ...common,
          include: pure,
          exclude: inBrowser,
          setupFiles: ["scripts/iterator-helpers.ts"],
          // To load the same modules for every file takes longer than most of these tests.
          isolate: false,
        },
      },
      {
        extends: "./vite.config.ts",
        test: {
          name: "browser",
          ...common,
          include: inBrowser,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: { killGpu },
            provider: playwright({
              launchOptions: { args: [...testFlags, ...gpuFlags], ...(executablePath && { executablePath }) },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
