/** What goes over a real line: both ways, with both ciphers, and over a bad network. */
import type { VoiceConnection } from '@discordjs/voice';
import { getVoiceConnection } from '@discordjs/voice';
import { describe, expect, test } from 'vitest';
import { VOICE_MODES } from '../../loopback/voice/rtp-crypto.ts';
import type { Caller } from '../../loopback/caller.ts';
import type { Mouth } from '../../src/pipeline/ports.ts';
import { ENGINE_HZ, type PcmFrame, type SpeechClip } from '../../src/pipeline/types.ts';
import { pitchHz, tone } from '../loopback/tone.ts';
import { inVoice, type InVoice } from './in-voice.ts';
import { until } from '../fakes/until.ts';

const never = new AbortController().signal;

function clip(hz: number, durationMs: number): SpeechClip {
  return { text: `${hz} Hz`, ...tone(hz, durationMs) };
}

/** A room with Alice in it and Parley, and the mouth that Parley's conversation was given. */
async function together(options: Parameters<typeof inVoice>[0] = {}) {
  const voice = await inVoice(options);
  let mouth: Mouth | undefined;
  voice.conversation.attach = (given) => void (mouth = given);
  const alice = await voice.discord.join({ guildId: voice.guildId, name: 'Alice' });
  const session = await voice.join();
  return Object.assign(voice, { alice, session, mouth: mouth! });
}

function connectionOf(voice: InVoice): VoiceConnection {
  return getVoiceConnection(voice.guildId, voice.bot.userId)!;
}

const framesOf = (voice: InVoice): PcmFrame[] => voice.heard.flatMap(({ frames }) => frames);

function pitchHeard(voice: InVoice): number {
  const samples = Float32Array.from(framesOf(voice).flatMap(({ samples }) => [...samples]));
  return pitchHz({ samples, sampleRateHz: ENGINE_HZ });
}

/** Packets of speech that a caller received. */
const speechHeard = (caller: Caller) =>
  caller.heard.frames.filter(({ isSilenceFrame }) => !isSilenceFrame);

/** Pitch of what a caller heard from `fromMs` on (performance.now()). */
const pitchAt = (caller: Caller, fromMs = 0) => pitchHz(caller.heard.sound(fromMs));

describe.for([...VOICE_MODES])('with %s', (mode) => {
  test.for([
    ['without padding', 0],
    ['with padding', 7],
  ] as const)('both hear each other, %s', async ([, rtpPaddingBytes]) => {
    await using voice = await together({ loopback: { modes: [mode], rtpPaddingBytes } });
    await voice.alice.speak(tone(440, 500), never);
    await until(() => expect(framesOf(voice).length).toBeGreaterThan(26));
    expect(pitchHeard(voice)).toBeCloseTo(440, -1);

    const playback = voice.mouth.open();
    await playback.enqueue(clip(880, 500), never);
    await playback.end(never);
    const { heard } = voice.alice;
    // First all that is to come, then no more: a busy machine pauses for as long in between.
    await until(() => expect(heard.frames.length).toBeGreaterThanOrEqual(25 + 5));
    await heard.quietFor(100, never);
    expect(pitchAt(voice.alice)).toBeCloseTo(880, -1);
    expect([heard.lost, heard.undecodable, heard.daveFailures]).toEqual([0, 0, 0]);
    expect(speechHeard(voice.alice)).toHaveLength(25);
    expect(heard.frames).toHaveLength(25 + 5);
  });
});

describe('over a bad network', () => {
  test('10 % loss, 80 ms of jitter and reordering leave a tone a tone of the same length', async () => {
    await using voice = await together();
    await voice.alice.speak(tone(440, 100), never);
    await until(() => expect(framesOf(voice).length).toBeGreaterThan(10));
    const before = framesOf(voice).length;
    voice.discord.faults.impair('to-clients', {
      lossRatio: 0.1,
      jitterMs: 80,
      reorderRatio: 0.1,
      seed: 5,
    });
    await voice.alice.speak(tone(440, 3000), never);
    await until(() => expect(framesOf(voice).at(-1)?.origin).toBe('silence'));
    const { lost, reordered } = voice.discord.faults.impairments('to-clients');
    expect(Math.min(lost, reordered)).toBeGreaterThan(5);
    const frames = framesOf(voice).slice(before);
    const first = frames.findIndex(({ origin }) => origin === 'voice');
    const last = frames.findLastIndex(({ origin }) => origin !== 'silence');
    expect(Math.abs(last - first + 1 - 150)).toBeLessThanOrEqual(10);
    const samples = frames.slice(first, last + 1).flatMap(({ samples: part }) => [...part]);
    const sound = { samples: Float32Array.from(samples), sampleRateHz: ENGINE_HZ };
    expect(Math.abs(pitchHz(sound) - 440)).toBeLessThan(15);
    const loud = frames.filter(({ samples: part }) => Math.max(...part) > 0.1);
    expect(loud.length).toBeGreaterThan(140);
  });

  test('duplicates are heard once', async () => {
    await using voice = await together();
    voice.discord.faults.impair('to-clients', { duplicateRatio: 1 });
    await voice.alice.speak(tone(440, 500), never);
    await until(() => expect(framesOf(voice).at(-1)?.origin).toBe('silence'));
    const voiced = framesOf(voice).filter(({ origin }) => origin === 'voice');
    expect(voiced.length).toBeLessThanOrEqual(25);
  });
});

describe('a reply', () => {
  test('that is silenced sends not one frame more, and the next begins with its own sound', async () => {
    await using voice = await together();
    const first = voice.mouth.open();
    await first.enqueue(clip(300, 3000), never);
    await voice.alice.heard.firstVoicedAfter(0);
    first.abort();
    const atMs = performance.now();
    const heardMs = first.progress()[0]!.playedMs;
    const second = voice.mouth.open();
    await second.enqueue(clip(1200, 300), never);
    await second.end(never);
    await voice.alice.heard.quietFor(100, never, atMs);
    const speech = speechHeard(voice.alice);
    expect(speech).toHaveLength(heardMs / 20 + 15);
    const own = speech.slice(heardMs / 20);
    expect(Math.abs(pitchAt(voice.alice, own[0]!.startsAtMs + 1) - 1200)).toBeLessThan(30);
    // Not even the first of them has the old sound in it.
    expect(pitchHz({ ...own[0]!, sampleRateHz: 48_000 })).toBeGreaterThan(700);
  });

  test('loses nothing when its connection is resumed', async () => {
    await using voice = await together();
    const playback = voice.mouth.open();
    await playback.enqueue(clip(500, 1500), never);
    await voice.alice.heard.firstVoicedAfter(0);
    voice.discord.faults.closeVoice(voice.bot.userId, 1006);
    await playback.end(never);
    await voice.alice.heard.quietFor(100, never);
    expect(voice.discord.voiceIdentifies.at(-1)?.isResume).toBe(true);
    expect(speechHeard(voice.alice)).toHaveLength(75);
  });

  // A fault would show each time; a stall of a busy machine makes more packets wait with the old keys.
  test(
    'waits until the channel is encrypted again: nothing leaves in the clear',
    { retry: 2 },
    async () => {
      await using voice = await together();
      const connection = connectionOf(voice);
      const playback = voice.mouth.open();
      await playback.enqueue(clip(500, 800), never);
      await voice.alice.heard.firstVoicedAfter(0);
      voice.discord.faults.resetGroup(voice.channelId);
      await playback.end(never);
      await voice.alice.heard.quietFor(200, never);
      expect(connection.voicePrivacyCode).toBe(voice.alice.privacyCode);
      const { heard } = voice.alice;
      expect(heard.undecodable).toBe(0);
      // One packet may be on its way, sealed with the old keys, in the moment when they change.
      expect(heard.daveFailures).toBeLessThanOrEqual(1);
      expect(speechHeard(voice.alice).length).toBeGreaterThan(37);
    },
  );

  test('is heard by somebody who comes in while it is spoken', async () => {
    await using voice = await together();
    const playback = voice.mouth.open();
    await playback.enqueue(clip(500, 1500), never);
    await voice.alice.heard.firstVoicedAfter(0);
    const bob = await voice.discord.join({ guildId: voice.guildId, name: 'Bob' });
    await playback.end(never);
    await voice.alice.heard.quietFor(100, never);
    expect(speechHeard(voice.alice)).toHaveLength(75);
    expect(speechHeard(bob).length).toBeGreaterThan(30);
  });
});
