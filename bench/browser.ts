import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright";
import { chromiumFlags, findBrowser } from "../scripts/browser.ts";

/** Chromium's flags without those that put WebGPU on a software adapter, whose times would mean nothing. */
const hardwareFlags = chromiumFlags.filter((flag) => !flag.includes("webgpu"));

/** Runs work in a browser with a new profile, which is deleted afterwards. */
export async function withFreshProfile<T>(
  work: (context: BrowserContext) => Promise<T>,
  flags: readonly string[] = hardwareFlags,
): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), "icrm-bench-profile-"));
  const executablePath = findBrowser();
  const context = await chromium.launchPersistentContext(profile, {
    args: [...flags],
    ...(executablePath && { executablePath }),
  });
  try {
    return await work(context);
  } finally {
    await context.close();
    await rm(profile, { recursive: true });
  }
}
