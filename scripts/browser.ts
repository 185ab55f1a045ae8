import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { env, platform } from "node:process";
import { chromium } from "playwright";

/** No background traffic. */
const quietFlags = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Flags of every browser that a command opens: no background traffic, and WebGPU on the CPU if there is no GPU. */
export const chromiumFlags = [...quietFlags, "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

/**
 * Flags of browser tests. Every test opens the engine's megabytes of Wasm anew and computes little with them, so that
 * optimising the code would take longer than what it saves.
 */
const LIFTOFF_ONLY = "--js-flags=--liftoff-only";
export const testFlags = [...chromiumFlags, LIFTOFF_ONLY];

/** Flags of browser tests that need no WebGPU. A GPU on the CPU would take a third of a page's processor time to draw it. */
export const testFlagsWithoutGpu = [...quietFlags, "--disable-gpu", LIFTOFF_ONLY];

const namesOnPath =
  platform === "win32"
    ? ["chrome.exe", "chromium.exe"]
    : ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome"];

function usualPlaces(): string[] {
  if (platform === "darwin") {
    return [
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];
  }
  if (platform === "win32") {
    return [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA]
      .filter((root) => root !== undefined)
      .flatMap((root) => [
        join(root, "Google/Chrome/Application/chrome.exe"),
        join(root, "Chromium/Application/chrome.exe"),
      ]);
  }
  return ["/opt/google/chrome/chrome", "/snap/bin/chromium"];
}

/**
 * The path of Chrome or Chromium on this machine, or undefined. Searched are `CHROME_PATH`, the PATH, usual places, and
 * Playwright's own browser.
 */
export function findBrowser(): string | undefined {
  const named = env.CHROME_PATH;
  if (named) return named;
  const onPath = (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) => namesOnPath.map((name) => join(folder, name)));
  return [...onPath, ...usualPlaces(), chromium.executablePath()].find((path) => path && existsSync(path));
}
