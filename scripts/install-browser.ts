import { spawnSync } from "node:child_process";
import { aptInstall } from "./apt.ts";
import { findBrowser } from "./browser.ts";
import { run } from "./run.ts";

const advice =
  "The tests need Chrome or Chromium. Install one, or set CHROME_PATH to the program, and run the tests again.";

/** Whether a browser starts: Playwright's download may lack system libraries on a bare machine. */
const starts = (path: string) => spawnSync(path, ["--version"], { timeout: 60_000 }).status === 0;

/**
 * The path of a browser that starts; installs one if there is none.
 * @throws Error that says what to do, if no browser can be installed
 */
export async function ensureBrowser(): Promise<string> {
  const found = findBrowser();
  if (found && starts(found)) return found;
  if (process.env.CHROME_PATH) throw new Error(`CHROME_PATH is ${process.env.CHROME_PATH}, which does not start.`);

  const installers = [() => run("playwright", ["install", "chromium"]), () => aptInstall("chromium")];
  for (const install of installers) {
    await install();
    const installed = findBrowser();
    if (installed && starts(installed)) return installed;
  }
  throw new Error(advice);
}
