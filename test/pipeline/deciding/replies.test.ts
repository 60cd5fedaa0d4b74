import { describe, expect, test } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { createKnownVoices } from '../../../src/pipeline/deciding/known-voices.ts';
import { createReplies, type ReplyEnd } from '../../../src/pipeline/deciding/replies.ts';
import { createTurnRecorder } from '../../../src/pipeline/deciding/turn-recorder.ts';
import { EngineError, type Tts } from '../../../src/pipeline/ports.ts';
import { createPhraseCache } from '../../../src/pipeline/speaking/phrase-cache.ts';
import { withoutWaiting } from '../../../src/pipeline/speaking/speech-pace.ts';
import { oneVoice } from '../../../src/pipeline/speaking/voices-port.ts';
import { fakeClock, type FakeClock } from '../../fakes/fake-clock.ts';
import { fakeMouth } from '../../fakes/fake-mouth.ts';
import { streamOf } from '../../fakes/frames.ts';

const GOOD = 'This is the first of the sentences that are said here.';
const BAD = 'This one is bad, and whatever is tried it cannot ever be said aloud.';
const LAST = 'And here is the last one of them all, to be heard at the end.';
const TEXT = `${GOOD} ${BAD} ${LAST}`;

/** Cannot say anything bad. */
function choosyTts(clock: FakeClock): Tts {
  return {
    async synthesise(text, signal) {
      await clock.sleep(80, signal);
      if (text.includes('bad')) throw new EngineError('It cannot be said');
      const samples = new Float32Array(65 * 16 * text.length).fill(0.1);
      return { text, samples, sampleRateHz: 16_000 };
    },
    async [Symbol.asyncDispose]() {},
  };
}

function stage({ isRead = false, text = TEXT, knownVoices = createKnownVoices() } = {}) {
  const clock = fakeClock();
  const mouth = fakeMouth(clock);
  const posts: string[] = [];
  const ends: ReplyEnd[] = [];
  let isReady = false;
  const replies = createReplies({
    order: 'concurrent',
    phrases: createPhraseCache(),
    knownVoices,
    clock,
    log: createLog('silent', false),
  });
  const identity = { turnId: 't', guildId: 'g', speakerId: 'ann', medium: 'voice' as const };
  const recorder = createTurnRecorder(identity).beginReply(true);
  replies.start({
    replyId: 1,
    recorder,
    mouth,
    voice: oneVoice(choosyTts(clock)).for('ann'),
    tokens: () => streamOf([text]),
    postToChat: isRead ? undefined : async (post) => void posts.push(post),
    onReady: () => {
      isReady = true;
    },
    onEnd: (end) => ends.push(end),
  });
  return { clock, mouth, posts, ends, replies, recorder, isReady: () => isReady };
}

describe('createReplies()', () => {
  test('puts what the voice cannot say into the chat, once, and tells that the reply failed in part', async () => {
    const { clock, posts, ends, replies, recorder, mouth } = stage();
    replies.release(1);
    await clock.advance(30_000);
    expect(posts).toEqual([BAD]);
    expect(ends).toMatchObject([{ isAborted: false, outcome: { status: 'failed' } }]);
    expect(mouth.heard.join(' ')).toContain('the last one');
    expect(recorder.playedText).toBe(`${GOOD} ${LAST}`);
  });

  test('opens with more than a word where others found the voice to be slow just now', async () => {
    const text = 'Sure, this is what it was. And here is the last one of them all.';
    const opening = async (knownVoices = createKnownVoices()) => {
      const { clock, replies, mouth } = stage({ text, knownVoices });
      replies.release(1);
      await clock.advance(30_000);
      return mouth.heard[0];
    };
    const slow = createKnownVoices();
    const { pace } = slow.of(oneVoice(choosyTts(fakeClock())).for('bob'));
    for (let times = 0; times < 10; times++) pace.synthesised(28, 1800, withoutWaiting(900));
    expect(await opening()).toBe('Sure,');
    expect(await opening(slow)).toBe('Sure, this is what it was.');
  });

  test('is silent in the chat, too, until it is released', async () => {
    const { clock, posts, replies, mouth, isReady } = stage();
    await clock.advance(30_000);
    expect(isReady()).toBe(true);
    expect(mouth.heard).toEqual([]);
    expect(posts).toEqual([]);
    replies.release(1);
    await clock.advance(30_000);
    expect(posts).toEqual([BAD]);
  });

  test('posts nothing of a reply that was thrown away, or was aborted before it got there', async () => {
    const guess = stage();
    await guess.clock.advance(30_000);
    guess.replies.abort(1, { kind: 'discarded' });
    await guess.clock.advance(30_000);
    expect(guess.posts).toEqual([]);

    const cut = stage();
    cut.replies.release(1);
    await cut.clock.advance(2000);
    cut.replies.abort(1, { kind: 'barge-in', speakerId: 'ann', verdict: 'spoken to' });
    await cut.clock.advance(30_000);
    expect(cut.posts).toEqual([]);
    expect(cut.ends).toMatchObject([{ isAborted: true }]);
    expect(cut.clock.pending).toBe(0);
  });

  test('posts nothing where people read the reply anyway', async () => {
    const { clock, posts, replies, ends } = stage({ isRead: true });
    replies.release(1);
    await clock.advance(30_000);
    expect(posts).toEqual([]);
    expect(ends).toHaveLength(1);
  });

  test('posts no parts of a reply of which nothing can be said', async () => {
    const { clock, posts, replies, ends, recorder } = stage({
      text: 'This is bad. And this is as bad as the other one was before.',
    });
    replies.release(1);
    await clock.advance(30_000);
    expect(posts).toEqual([]);
    expect(ends).toMatchObject([{ isAborted: false, outcome: { status: 'failed' } }]);
    expect(recorder.playedText).toBe('');
  });
});
