import { ReadableStream } from 'node:stream/web';

/** A stream as the libraries for encryption take them; what the source throws is what the reader gets. */
export const webStream = (bytes: AsyncIterable<Uint8Array>): globalThis.ReadableStream<Uint8Array> =>
  ReadableStream.from(bytes) as globalThis.ReadableStream<Uint8Array>;
