/** What every file is served with. */
export function headersWith(contentSecurityPolicy: string): Record<string, string> {
  return {
    // Without these two a page gets no SharedArrayBuffer, and Wasm runs on a single thread.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Content-Security-Policy": contentSecurityPolicy,
  };
}
