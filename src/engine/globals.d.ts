/**
 * The globals of `engine/` and `flows/` beside those of ECMAScript: each exists in pages, workers and Node, with the
 * members that both folders use. `tsconfig.engine.json` compiles them with these instead of the types of the DOM.
 */

interface EventListenerOptions {
  once?: boolean;
}
declare class Event {
  readonly type: string;
}
declare class EventTarget {
  addEventListener(type: string, listener: (event: Event) => void, options?: EventListenerOptions): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
}
declare class DOMException extends Error {}

declare class AbortSignal extends EventTarget {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

type BufferSource = ArrayBufferView<ArrayBuffer> | ArrayBuffer;
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}

interface ReadableStreamDefaultReader<T> {
  read(): Promise<{ done: false; value: T } | { done: true; value: T | undefined }>;
  cancel(reason?: unknown): Promise<void>;
  releaseLock(): void;
}
interface ReadableStreamDefaultController<T> {
  enqueue(chunk: T): void;
  close(): void;
  error(reason?: unknown): void;
}
declare class ReadableStream<T = unknown> {
  constructor(source?: {
    start?(controller: ReadableStreamDefaultController<T>): void | Promise<void>;
    pull?(controller: ReadableStreamDefaultController<T>): void | Promise<void>;
    cancel?(reason?: unknown): void | Promise<void>;
  });
  getReader(): ReadableStreamDefaultReader<T>;
  cancel(reason?: unknown): Promise<void>;
  pipeThrough<Out>(transform: TransformStream<T, Out>): ReadableStream<Out>;
}
declare class WritableStream<T = unknown> {
  close(): Promise<void>;
}
declare class TransformStream<In = unknown, Out = unknown> {
  constructor(transformer?: { transform?(chunk: In, controller: { enqueue(chunk: Out): void }): void });
  readonly readable: ReadableStream<Out>;
  readonly writable: WritableStream<In>;
}

declare class Blob {
  constructor(parts?: readonly (BufferSource | Blob | string)[], options?: { type?: string });
  readonly size: number;
  readonly type: string;
  slice(start?: number, end?: number): Blob;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
  arrayBuffer(): Promise<ArrayBuffer>;
  text(): Promise<string>;
}

declare class URLSearchParams {
  get(name: string): string | null;
}
declare class URL {
  constructor(url: string | URL, base?: string | URL);
  static canParse(url: string, base?: string): boolean;
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly pathname: string;
  readonly searchParams: URLSearchParams;
}

declare class Headers {
  get(name: string): string | null;
}
interface RequestInit {
  method?: "GET" | "HEAD";
  headers?: Record<string, string>;
  signal?: AbortSignal | null;
}
declare class Request {
  readonly url: string;
}
declare class Response {
  constructor(body?: ReadableStream | Blob | string | null);
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
  arrayBuffer(): Promise<ArrayBuffer>;
  blob(): Promise<Blob>;
  json(): Promise<unknown>;
  text(): Promise<string>;
}
declare function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;

declare class MessagePort {
  onmessage: ((event: { data: unknown }) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}
declare class MessageChannel {
  readonly port1: MessagePort;
  readonly port2: MessagePort;
}

declare function setTimeout<Args extends unknown[]>(
  then: (...args: Args) => void,
  milliseconds: number,
  ...args: Args
): unknown;
declare function queueMicrotask(task: () => void): void;
declare function structuredClone<T>(value: T): T;

declare const performance: { now(): number };
declare const crypto: { subtle: { digest(algorithm: "SHA-256", bytes: BufferSource): Promise<ArrayBuffer> } };
/** Node 20 has no `navigator`. */
declare var navigator: { readonly hardwareConcurrency: number } & NavigatorGPU;

declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: BufferSource);
    static exports(module: Module): { name: string; kind: string }[];
    static imports(module: Module): { module: string; name: string; kind: string }[];
  }
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Record<string, unknown>;
  }
}
