import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumFlags, findBrowser } from "./scripts/browser.ts";

const executablePath = findBrowser();

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
          exclude: ["src/**/*.browser.test.{ts,tsx}"],
          setupFiles: ["scripts/iterator-helpers.ts"],
        },
      },
      {
        extends: "./vite.config.ts",
        test: {
          name: "browser",
          ...common,
          include: ["src/**/*.browser.test.{ts,tsx}"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: chromiumFlags, ...(executablePath && { executablePath }) },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
