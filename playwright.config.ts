import { defineConfig } from "@playwright/test";
import { findBrowser, testFlags, testFlagsWithoutGpu } from "./scripts/browser.ts";

// Playwright's workers read this file again and inherit the environment, so the port is chosen once.
process.env.E2E_PORT ??= String(20_000 + Math.floor(10_000 * Math.random()));
const address = `http://localhost:${process.env.E2E_PORT}`;
const executablePath = findBrowser();
const launched = (args: string[]) => ({ launchOptions: { args, ...(executablePath && { executablePath }) } });

// Those of `npm run test:faults` take long, and so does every look of every page.
const testIgnore = [
  ...(process.env.FAULT_POINTS ? [] : [/[\\/]e2e[\\/]faults[\\/]/]),
  ...(process.env.EVERY_LOOK ? [] : [/every-look/]),
];
/** Tests that compute or draw on a GPU say so. */
const ofGpu = /@gpu/;
/** The files with the longest tests. */
const long = /(train|guided-path|models|foreign|sweep|best-of-n)\.spec/;

export default defineConfig({
  testDir: "e2e",
  // The longest come first, so that no core waits in the end for a test that another began last.
  projects: [
    { name: "gpu", testIgnore, grep: ofGpu, use: launched(testFlags) },
    { name: "long", testMatch: long, testIgnore, grepInvert: ofGpu },
    { name: "short", testIgnore: [...testIgnore, long], grepInvert: ofGpu },
  ],
  fullyParallel: true,
  snapshotPathTemplate: "{testDir}/looks/{arg}{ext}",
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  // A real browser on a busy machine: a test that passes when run again is reported as flaky, not as failed.
  retries: 1,
  // WebGPU on the CPU, on two cores, takes its time.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: address,
    // Tests answer requests themselves, and a service worker would answer first; offline.spec.ts lets it.
    serviceWorkers: "block",
    ...launched(testFlagsWithoutGpu),
    // A trace of every test would take an eighth of the time.
    trace: "on-first-retry",
  },
  // The built playground, as `npm start` serves it.
  webServer: { command: `vite preview --port ${process.env.E2E_PORT} --strictPort`, url: address },
});
