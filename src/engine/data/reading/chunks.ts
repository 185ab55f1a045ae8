type Bytes = Uint8Array<ArrayBuffer>;

/** The chunks of a stream; the stream is released when the consumer stops. */
export async function* chunksOf(stream: ReadableStream<Bytes>, signal?: AbortSignal): AsyncGenerator<Bytes> {
  const reader = stream.getReader();
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

/** A stream that reports how many bytes have passed through it. */
export function counted(stream: ReadableStream<Bytes>, onBytes: (bytes: number) => void): ReadableStream<Bytes> {
  let bytes = 0;
  return stream.pipeThrough(
    new TransformStream<Bytes, Bytes>({
      transform(chunk, controller) {
        bytes += chunk.length;
        onBytes(bytes);
        controller.enqueue(chunk);
      },
    }),
  );
}
