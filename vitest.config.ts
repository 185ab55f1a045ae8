import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumFlags, findBrowser } from "./scripts/browser.ts";

const executablePath = findBrowser();

// Time never decides a test: this only ends one that hangs.
const patience = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    // Vitest leaves a core free, which of two is half of them.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "node",
          ...patience,
          include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
          exclude: ["src/**/*.browser.test.{ts,tsx}"],
          setupFiles: ["scripts/iterator-helpers.ts"],
        },
      },
      {
        extends: "./vite.config.ts",
        test: {
          name: "browser",
          ...patience,
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
