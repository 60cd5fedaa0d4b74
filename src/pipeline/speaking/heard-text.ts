/** What of a reply reached the listeners, in the model's own words. */
import type { ClipProgress } from '../ports.ts';

/**
 * Sentences played to their end count whole; the one that was cut counts by its share of time,
 * rounded down to a word (a clip's words are nearly even in time, so this errs by a word or two).
 *
 * @param written what the model wrote for each clip, same order as `progress`.
 */
export function heardText(written: readonly string[], progress: readonly ClipProgress[]): string {
  const heard: string[] = [];
  for (const [at, clip] of progress.entries()) {
    const text = written[at] ?? '';
    if (clip.playedMs >= clip.durationMs) {
      heard.push(text);
      continue;
    }
    const words = text.split(/\s+/u).filter((word) => word !== '');
    const count = Math.floor((words.length * clip.playedMs) / Math.max(1, clip.durationMs));
    if (count > 0) heard.push(words.slice(0, count).join(' '));
    break;
  }
  return heard.join(' ');
}
