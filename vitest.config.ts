import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { findBrowser, testFlags } from "./scripts/browser.ts";

const executablePath = findBrowser();

/** Tests that leave nothing behind in their process but a backend and what it has compiled: their files share it. */
const pure = [
  "app",
  "features",
  "ui",
  "i18n",
  "state",
  "storage",
  "engine/{alignment,checkpoint,cluster,data,decoder,evaluation,hub,losses,onnx,policy,reward,statistics,sweep,tokenizer,world}",
].map((folder) => `src/${folder}/**/*.test.{ts,tsx}`);
const inBrowser = ["src/**/*.browser.test.{ts,tsx}"];

const common = {
  // Time never decides a test: this only ends one that hangs.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // Vitest leaves a core free, which of two is half of them. Said here, since pages do not follow what is said at the top.
  maxWorkers: "100%",
};

export default defineConfig({
  test: {
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
            provider: playwright({
              launchOptions: { args: testFlags, ...(executablePath && { executablePath }) },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
