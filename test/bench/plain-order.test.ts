import { describe, expect, test } from 'vitest';
import { createPlainAssistant, naiveSentences } from '../../bench/plain-order.ts';
import { createWallClockMouth } from '../../bench/wall-clock-mouth.ts';
import { createChannel } from '../../src/async/channel.ts';
import type { PcmFrame } from '../../src/pipeline/types.ts';
import { fakeClock } from '../fakes/fake-clock.ts';
import { fakeLlm, fakeStt, fakeTts } from '../fakes/fake-engines.ts';
import { frames, streamOf } from '../fakes/frames.ts';
import { levelVad } from '../fakes/level-vad.ts';

const REPLY = 'One two three. Four five six. Seven.';

async function firstFrameAfter(order: 'concurrent' | 'blocking') {
  const clock = fakeClock();
  const mouth = createWallClockMouth(clock);
  const ears = createChannel<PcmFrame>(1000);
  const assistant = createPlainAssistant({
    vad: levelVad(),
    stt: fakeStt(clock, ['Count.']),
    llm: fakeLlm(clock, [REPLY]),
    tts: fakeTts(clock),
    mouth,
    order,
    silenceMs: 200,
  });
  const { signal } = new AbortController();
  void assistant.listen(ears, signal);
  for (const frame of frames('v32 .30')) {
    await clock.advance(frame.receivedAtMs - clock.nowMs());
    ears.offer(frame);
  }
  await clock.advance(1200);
  const lastVoicedAtMs = 31 * 20;
  return { afterMs: (mouth.framesOut[0]?.atMs ?? 0) - lastVoicedAtMs, assistant, mouth, clock };
}

describe('naiveSentences()', () => {
  test('cuts at every stop, wherever it stands', async () => {
    const tokens = ['Dr', '.', ' Smith', ' has', ' 3', '.', '5', ' cats', '! So', ' what'];
    expect(await Array.fromAsync(naiveSentences(streamOf(tokens)))).toEqual([
      'Dr.',
      'Smith has 3.',
      '5 cats!',
      'So what',
    ]);
  });
});

describe('createPlainAssistant()', () => {
  test('waits for the silence, recognition, the first sentence and its sound', async () => {
    const { afterMs } = await firstFrameAfter('concurrent');
    // 200 of silence up to a window's end, 100 + 150 + 2 tokens of 16 + 80.
    expect(afterMs).toBeGreaterThanOrEqual(200 + 100 + 150 + 32 + 80);
    expect(afterMs).toBeLessThan(200 + 100 + 150 + 32 + 80 + 80);
  });

  test('in the blocking order waits for all of the text and all of its sound', async () => {
    const { afterMs } = await firstFrameAfter('blocking');
    // Seven tokens, three sentences.
    expect(afterMs).toBeGreaterThanOrEqual(200 + 100 + 150 + 7 * 16 + 3 * 80);
  });

  test('falls silent only when it is cut', async () => {
    const { assistant, mouth, clock } = await firstFrameAfter('concurrent');
    const before = mouth.framesOut.length;
    await clock.advance(100);
    const later = mouth.framesOut.length;
    expect(later).toBeGreaterThan(before);
    assistant.cut();
    await clock.advance(500);
    expect(mouth.framesOut).toHaveLength(later);
  });
});
