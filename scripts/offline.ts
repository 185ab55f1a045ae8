import { VitePWA } from "vite-plugin-pwa";

/** ONNX Runtime's larger build; a browser keeps only the one that it runs. */
const LARGEST_FILE = 32 * 2 ** 20;

/** Makes the built playground installable, and its service worker with the list of all its files. */
export function offline() {
  return VitePWA({
    strategies: "injectManifest",
    srcDir: "src/service-worker",
    filename: "service-worker.ts",
    // The page registers it (src/app/offline/new-version.ts): an inline script would be against its policy.
    injectRegister: false,
    injectManifest: {
      globPatterns: ["**/*"],
      globIgnores: ["**/service-worker.js", ".vite/**"],
      maximumFileSizeToCacheInBytes: LARGEST_FILE,
    },
    manifest: {
      name: "ICRM Playground",
      short_name: "ICRM",
      description:
        "A playground for reward models: a policy writes, a reward model judges every prefix of what it wrote.",
      start_url: "./",
      display: "standalone",
      background_color: "#ffffff",
      theme_color: "#42515f",
      icons: [{ src: "icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
    },
  });
}
