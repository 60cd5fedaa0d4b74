/** Shows downloads on standard error: bars on a terminal, plain lines elsewhere. */
import { MultiBar, type SingleBar } from 'cli-progress';
import type { FetchEvent, FetchReport } from '../models/fetch-report.ts';

export interface FetchDisplay extends Disposable {
  readonly report: FetchReport;
}

/** Between two lines about the same download where there is no terminal. */
const LINE_EVERY_MS = 5000;

interface Download {
  startedAtMs: number;
  toldAtMs: number;
  bytes: number;
  ofBytes: number;
  bar?: SingleBar;
}

/**
 * @param stream standard error.
 * @returns to be disposed of when nothing more is fetched, so that the terminal is left in order.
 */
export function createFetchDisplay(
  stream: NodeJS.WriteStream,
  nowMs: () => number = () => performance.now(),
): FetchDisplay {
  const downloads = new Map<string, Download>();
  const bars = stream.isTTY ? createBars(stream) : undefined;
  const say = (line: string) => {
    if (bars === undefined) stream.write(`${line}\n`);
    else bars.log(`${line}\n`);
  };

  const endBar = (download: Download | undefined) => {
    if (download?.bar === undefined) return;
    bars?.remove(download.bar);
    delete download.bar;
  };

  const onProgress = (event: Extract<FetchEvent, { type: 'download-progress' }>) => {
    const download = downloads.get(event.partId);
    if (download === undefined) return;
    download.bytes = event.bytes;
    download.ofBytes = Math.max(event.ofBytes ?? download.ofBytes, event.bytes);
    const { bytesPerSecond, secondsLeft } = pace(download, nowMs());
    if (bars !== undefined) {
      download.bar ??= bars.create(download.ofBytes, 0, { part: event.partId });
      download.bar.setTotal(download.ofBytes);
      download.bar.update(event.bytes, {
        done: megabytes(event.bytes),
        whole: megabytes(download.ofBytes),
        speed: megabytes(bytesPerSecond),
        left: timeLeft(secondsLeft),
      });
    } else if (nowMs() - download.toldAtMs >= LINE_EVERY_MS) {
      download.toldAtMs = nowMs();
      say(
        `${event.partId}: ${megabytes(event.bytes)} of ${megabytes(download.ofBytes)} MB, ` +
          `${megabytes(bytesPerSecond)} MB/s, ${timeLeft(secondsLeft)} left`,
      );
    }
  };

  return {
    report(event) {
      const { partId } = event;
      if (event.type === 'download-progress') onProgress(event);
      if (event.type === 'part-damaged')
        say(`${partId} is damaged (${event.reason}): fetching it again`);
      if (event.type === 'download-start') {
        endBar(downloads.get(partId));
        const startedAtMs = nowMs();
        const ofBytes = event.bytes;
        downloads.set(partId, { startedAtMs, toldAtMs: startedAtMs, bytes: 0, ofBytes });
        const size = ofBytes > 0 ? `${megabytes(ofBytes)} MB, ` : '';
        if (bars === undefined) say(`Fetching ${partId}: ${size}${event.source}`);
      }
      if (event.type === 'source-failed')
        say(`${partId} cannot be had from ${event.source}: ${event.reason}`);
      if (event.type === 'part-failed') endBar(downloads.get(partId));
      if (event.type === 'part-installed') {
        const download = downloads.get(partId);
        endBar(download);
        const seconds = ((nowMs() - (download?.startedAtMs ?? 0)) / 1000).toFixed(1);
        say(`${partId}: fetched and checked in ${seconds} s (${event.source})`);
        for (const line of event.recorded ?? [])
          say(`  recorded sha256, not known beforehand: ${line}`);
      }
    },
    [Symbol.dispose]: () => bars?.stop(),
  };
}

function createBars(stream: NodeJS.WriteStream): MultiBar {
  return new MultiBar({
    stream,
    format: '{part} {bar} {percentage} % {done} of {whole} MB {speed} MB/s {left} left',
    barsize: 20,
    clearOnComplete: true,
    hideCursor: true,
    autopadding: true,
    emptyOnZero: true,
  });
}

function pace(
  { startedAtMs, bytes, ofBytes }: Download,
  nowMs: number,
): { bytesPerSecond: number; secondsLeft: number | undefined } {
  const bytesPerSecond = (bytes * 1000) / Math.max(1, nowMs - startedAtMs);
  const secondsLeft = bytes > 0 ? (ofBytes - bytes) / bytesPerSecond : undefined;
  return { bytesPerSecond, secondsLeft };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function timeLeft(seconds: number | undefined): string {
  if (seconds === undefined) return '?';
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.ceil(seconds % 60)} s`;
}
