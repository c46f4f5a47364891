// Puts a stream into a file, for what has to be read at several places.

import { breathe } from "./breathe.ts";
import type { ByteFile } from "./byte-file.ts";
import type { ByteStream } from "./byte-stream.ts";
import { Sink } from "./sink.ts";

const PIECE_BYTES = 1024 * 1024;

/** The whole stream; a file of the temporary folder, when it is large, goes with `close`. */
export async function spool(stream: ByteStream, temporaryFolder: () => string): Promise<ByteFile> {
  const sink = new Sink(Number.POSITIVE_INFINITY, temporaryFolder);
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  try {
    for (let count = await stream.read(piece); count > 0; count = await stream.read(piece)) {
      sink.write(piece.subarray(0, count));
      await breathe();
    }
    return sink.finish();
  } catch (error) {
    sink.discard();
    throw error;
  }
}
