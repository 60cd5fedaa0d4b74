/** Downloads a file over HTTP, going on where a connection was lost. */
import { open, type FileHandle } from 'node:fs/promises';
import pRetry, { AbortError } from 'p-retry';

/** A connection that gives nothing for so long is dead. */
const STALL_MS = 30_000;
const RETRIES = 3;

export interface HttpDownload {
  readonly url: string;
  readonly path: string;
  readonly signal: AbortSignal;
  /** `ofBytes`: what the server announced. */
  readonly onBytes: (bytes: number, ofBytes?: number) => void;
  readonly stallMs?: number;
  readonly retryMs?: number;
}

/** @throws Error naming the address and the reason; `signal.reason` once aborted. */
export async function downloadFile(download: HttpDownload): Promise<void> {
  const { url, path, signal, retryMs = 1000 } = download;
  await using file = await open(path, 'w');
  let bytesHere = 0;
  const attempt = async () => {
    bytesHere = await continueFrom(download, file, bytesHere, (bytes) => {
      bytesHere = bytes;
    });
  };
  try {
    await pRetry(attempt, { retries: RETRIES, minTimeout: retryMs, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(`${new URL(url).host}: ${reasonOf(error)}`, { cause: error });
  }
}

async function continueFrom(
  { url, signal, onBytes, stallMs = STALL_MS }: HttpDownload,
  file: FileHandle,
  from: number,
  onWritten: (bytes: number) => void,
): Promise<number> {
  const stalled = new AbortController();
  const timer = setTimeout(
    () => stalled.abort(new Error(`no data for ${stallMs / 1000} s`)),
    stallMs,
  );
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, stalled.signal]),
      ...(from > 0 && { headers: { range: `bytes=${from}-` } }),
    });
    if (!response.ok || response.body === null) throw refusal(response);
    // A server that knows no ranges begins again.
    let at = response.status === 206 ? from : 0;
    const announced = Number(response.headers.get('content-length') ?? Number.NaN);
    const expected = at + announced;
    for await (const chunk of response.body) {
      timer.refresh();
      await file.write(chunk, 0, chunk.length, at);
      at += chunk.length;
      onWritten(at);
      onBytes(at, Number.isNaN(expected) ? undefined : expected);
    }
    await file.truncate(at);
    return at;
  } catch (error) {
    signal.throwIfAborted();
    if (stalled.signal.aborted) throw stalled.signal.reason;
    // fetch() wraps what failed on the wire in a TypeError, which would end the retries.
    if (error instanceof TypeError) throw new Error(reasonOf(error), { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Only a busy or failing server is asked again. */
function refusal({ status, statusText }: Response): Error {
  const error = new Error(`it answered ${status} ${statusText}`.trim());
  return status >= 500 || status === 429 || status === 408 ? error : new AbortError(error);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  // One that stands for several attempts to connect has a code and no message.
  return error.message || ('code' in error ? String(error.code) : error.name);
}
