import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";
import { firstVisitChunks, preloadFirstPage } from "./scripts/first-page.ts";
import { headersWith } from "./scripts/headers.ts";
import { lessonsMdx } from "./scripts/lessons-mdx.ts";
import { withLicences } from "./scripts/licences.ts";
import { offline } from "./scripts/offline.ts";
import { developmentPolicy, enginePolicy, withPagePolicy } from "./scripts/security-policy.ts";
import { textFirst } from "./scripts/text-first.ts";

const licences = withLicences();

export default defineConfig({
  plugins: [lessonsMdx(), react(), withPagePolicy(), preloadFirstPage(), textFirst(), licences.page(), offline()],
  // Relative addresses: the built playground works under any path of a static host.
  base: "./",
  // What is not there answers 404, as on a static host, and not with index.html.
  appType: "mpa",
  build: {
    target: "es2022",
    manifest: true,
    // The page's policy takes fonts from files of this site only: a small one must not become part of a style sheet.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page has from the start: as chunks of their own for this page and that, they would only be more.
            {
              name: "react",
              test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack\/(react-router|router-core|history|react-store|store))\//,
            },
            ...firstVisitChunks,
          ],
        },
      },
    },
    assetsInlineLimit: (file) => (/\.(woff2?|ttf)$/.test(file) ? false : undefined),
  },
  worker: { format: "es", plugins: () => [licences.worker()] },
  resolve: {
    // In the browser the one whose Wasm holds both WebGPU and Wasm. Node keeps the package's own entry, the only one that
    // runs there.
    alias: [{ find: /^onnxruntime-web$/, replacement: "onnxruntime-web/webgpu" }],
    // The entry that takes its Wasm from `env.wasm.wasmPaths` (src/worker/ort-assets.ts) instead of carrying a loader.
    conditions: ["onnxruntime-web-use-extern-wasm", ...defaultClientConditions],
  },
  optimizeDeps: {
    // One found late, in a worker or a lazy page, would make the development server (and a browser test) reload.
    include: [
      "@huggingface/hub",
      "@huggingface/jinja",
      "@huggingface/tokenizers",
      "@huggingface/transformers",
      "@jax-js/jax",
      "@lingui/core",
      "@lingui/message-utils/compileMessage",
      "@lingui/react/server",
      "@mantine/core",
      "@mantine/hooks",
      "@tabler/icons-react",
      "@tanstack/react-router",
      "core-js/actual/iterator",
      "dexie",
      "fflate",
      "hyparquet",
      "hyparquet/src/column.js",
      "hyparquet/src/datapage.js",
      "hyparquet/src/schema.js",
      "hyparquet/src/thrift.js",
      "hyparquet-compressors",
      "hyparquet-writer",
      "onnxruntime-web/webgpu",
      "pbf",
      "react",
      "react/jsx-dev-runtime",
      "react-dom/client",
      "recharts",
      "uplot",
      "valibot",
      "zustand",
      "zustand/vanilla",
    ],
  },
  // Both listen on localhost only, as Vite does unless told otherwise.
  server: { headers: headersWith(developmentPolicy) },
  preview: { headers: headersWith(enginePolicy) },
});
