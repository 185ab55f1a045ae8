import { kill } from "node:process";
import type { BrowserCommand } from "vitest/node";

declare module "vitest/browser" {
  interface BrowserCommands {
    /** Kills the process in which this browser's GPU work is done, as a driver that crashes does; the browser starts another. */
    killGpu(): Promise<void>;
  }
}

export const killGpu: BrowserCommand = async ({ context }) => {
  const browser = context.browser();
  if (!browser) throw new Error("the page's browser is not known");
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  for (const { id } of processInfo.filter(({ type }) => type === "GPU")) kill(id, "SIGKILL");
};
