/** The headers of every served file. */
export function headersWith(contentSecurityPolicy: string): Record<string, string> {
  return {
    // Without these two headers a page has no SharedArrayBuffer, and Wasm a single thread.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Content-Security-Policy": contentSecurityPolicy,
  };
}
