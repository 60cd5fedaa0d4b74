/** What a reply puts into the chat, each text when the voice gets there. */
import type { Clock } from '../../async/clock.ts';
import type { Playback } from '../ports.ts';

export interface ChatPosts {
  /** @param afterClips clips of the playback that are to be heard first. */
  add(text: string, afterClips: number): void;
  /** The reply may be heard: before this nothing is posted. */
  release(): void;
  /** Released, and everything was heard: hands over what is left. */
  flush(): void;
}

/** The playback is looked at so often while something waits for it. */
const LOOK_MS = 100;

/**
 * @param post never rejects.
 * @param signal once aborted, nothing more is posted.
 */
export function createChatPosts(
  playback: Pick<Playback, 'progress'>,
  clock: Clock,
  post: (text: string, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): ChatPosts {
  const waiting: { readonly text: string; readonly afterClips: number }[] = [];
  let isReleased = false;
  let isLooking = false;
  let posted: Promise<void> = Promise.resolve();

  const send = (text: string) => {
    posted = posted.then(() => (signal.aborted ? undefined : post(text, signal)));
  };

  const isHeard = (afterClips: number) => {
    const progress = playback.progress();
    return (
      afterClips === 0 ||
      progress[afterClips - 1]?.endedAtMs !== undefined ||
      progress[afterClips]?.startedAtMs !== undefined
    );
  };

  /** One after the other, each in its turn. */
  const look = async () => {
    if (isLooking || !isReleased) return;
    isLooking = true;
    try {
      for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
        if (isHeard(next.afterClips)) {
          waiting.shift();
          send(next.text);
        } else await clock.sleep(LOOK_MS, signal);
      }
    } catch {
      // Aborted: what was not reached is not posted.
    } finally {
      isLooking = false;
    }
  };

  return {
    add(text, afterClips) {
      waiting.push({ text, afterClips });
      void look();
    },
    release() {
      isReleased = true;
      void look();
    },
    flush() {
      for (const { text } of waiting.splice(0)) send(text);
    },
  };
}
