import { test as base, expect } from "@playwright/test";

export { expect };

interface Asked {
  /** Origins that the test chose, as a person chooses a hub. */
  chosenHosts: Set<string>;
  onlyChosenHosts: undefined;
}

/** The test function of the playground: during a test, the browser must not contact a host that nobody chose. */
export const test = base.extend<Asked>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads off the pattern which fixtures are needed.
  chosenHosts: async ({}, use) => use(new Set()),
  onlyChosenHosts: [
    async ({ context, baseURL, chosenHosts }, use) => {
      const elsewhere: string[] = [];
      const heed = (url: string) => {
        // A socket belongs to the site whose page opened it.
        const { origin, protocol } = new URL(url.replace(/^ws/, "http"));
        if (protocol === "blob:" || protocol === "data:") return;
        if (origin !== new URL(baseURL as string).origin && !chosenHosts.has(origin)) elsewhere.push(url);
      };
      // Requests of pages and of all kinds of workers, whether the network or the test answers them.
      context.on("request", (request) => heed(request.url()));
      context.on("page", (page) => page.on("websocket", (socket) => heed(socket.url())));
      await use(undefined);
      expect(elsewhere, "asked, but chosen by nobody").toEqual([]);
      const others = context.serviceWorkers().map((worker) => worker.url());
      expect(
        others.filter((url) => !url.endsWith("/service-worker.js")),
        "stays when the page is gone",
      ).toEqual([]);
    },
    { auto: true },
  ],
});
