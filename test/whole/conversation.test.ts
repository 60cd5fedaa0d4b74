import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VOICED_DBFS } from '../../src/audio/level.ts';
import type { TurnRecord } from '../../src/pipeline/timeline.ts';
import { cut, failure, type SseServer } from '../fakes/sse-server.ts';
import {
  never,
  paced,
  promptOf,
  scriptedLlm,
  wholeStage,
  wordOverlap,
  type WholeStage,
} from './whole-stage.ts';

const STORY =
  'Sure, here is a story. Once upon a time there was a very old king who lived by the sea. ' +
  'He had three sons and one daughter. The daughter was the wisest of them all. One day a ship came.';

describe('a conversation with Parley', () => {
  let llm: SseServer;
  let whole: WholeStage;
  const records: TurnRecord[] = [];

  beforeAll(async () => {
    llm = await scriptedLlm([
      paced(STORY),
      paced('All right, I will be quiet.'),
      paced('The rain stops at noon.'),
      failure(401, 'invalid_api_key'),
      paced('Here I am again.'),
      cut('Well, I think that'),
      paced('It is Monday.'),
      paced('You are two people.'),
    ]);
    whole = await wholeStage(`${llm.address}/v1`);
    whole.stage.bot.onTurn((record) => records.push(record));
  });
  afterAll(async () => {
    await whole[Symbol.asyncDispose]();
    await llm[Symbol.asyncDispose]();
  });

  const nextRecord = (matches: (record: TurnRecord) => boolean) =>
    new Promise<TurnRecord>((resolve) => {
      const known = records.find(matches);
      if (known !== undefined) {
        resolve(known);
        return;
      }
      const unsubscribe = whole.stage.bot.onTurn((record) => {
        if (!matches(record)) return;
        unsubscribe();
        resolve(record);
      });
    });

  test('falls silent when it is spoken over, and remembers only what was heard', async () => {
    const { stage, voice } = whole;
    const question = await voice.synthesise('Please tell me a story.', never);
    const interruption = await voice.synthesise('Stop it, that is enough for now.', never);
    const { endedAtMs } = await stage.caller.speak(question, never);
    const begunAtMs = await stage.caller.heard.firstVoicedAfter(endedAtMs);
    await stage.caller.heard.firstVoicedAfter(begunAtMs + 2500);

    const interruptedAtMs = performance.now();
    const { lastVoicedAtMs } = await stage.caller.speak(interruption, never);
    const aborted = await nextRecord(({ outcome }) => outcome.status === 'aborted');
    const answered = await nextRecord(
      ({ outcome, marks }) =>
        outcome.status === 'answered' && (marks.lastVoicedAtMs ?? 0) > interruptedAtMs,
    );
    // From the moment it fell silent to its next reply there is not one voiced frame.
    const voicedMs = stage.caller.heard.frames
      .filter(({ rmsDbfs }) => rmsDbfs > VOICED_DBFS)
      .map(({ atMs }) => atMs);
    const lastOldMs = Math.max(...voicedMs.filter((atMs) => atMs < lastVoicedAtMs));
    const firstNewMs = Math.min(...voicedMs.filter((atMs) => atMs > lastOldMs));
    expect(lastOldMs).toBeLessThan(lastVoicedAtMs - 500);
    expect(firstNewMs).toBeGreaterThanOrEqual((answered.marks.firstPacketAtMs ?? 0) - 50);
    console.info(
      `barge-in: silent ${Math.round(lastOldMs - interruptedAtMs)} ms after the first frame sent`,
    );

    expect(aborted.replyText.startsWith('Sure, here is a story.')).toBe(true);
    expect(aborted.playedText.length).toBeLessThan(aborted.replyText.length);
    expect(promptOf(llm, 1)).toContain(aborted.playedText.slice(0, 30));
    expect(promptOf(llm, 1)).not.toContain('the wisest of them all');
    // While one sentence was heard, later ones were synthesised already.
    const ready = aborted.sentences.filter((span) => span.synthesisEndedAtMs !== undefined);
    const begun = aborted.sentences.filter((span) => span.playStartedAtMs !== undefined);
    expect(ready.length).toBeGreaterThan(begun.length);
  });

  test('understands over a bad line', async () => {
    const { stage } = whole;
    stage.discord.faults.impair('from-clients', { lossRatio: 0 });
    stage.discord.faults.impair('to-clients', {
      lossRatio: 0.1,
      reorderRatio: 0.1,
      jitterMs: 80,
      seed: 7,
    });
    const turn = await whole.ask('When will the rain stop in Berlin tomorrow?');
    stage.discord.faults.impair('both', { lossRatio: 0, reorderRatio: 0, jitterMs: 0 });
    expect(turn.timeline?.outcome.status).toBe('answered');
    expect(wordOverlap('rain stop Berlin tomorrow', turn.heard)).toBeGreaterThanOrEqual(0.75);
  });

  test('says so when its key is refused, and goes on', async () => {
    const refused = await whole.ask('What is your name?');
    expect(refused.timeline?.outcome.status).toBe('failed');
    expect(refused.reply).toContain('does not accept my key');
    expect((await whole.ask('Are you there now?')).reply).toBe('Here I am again.');
  });

  test('says so when the answer is cut off, and goes on', async () => {
    const cutOff = await whole.ask('What do you think of it?');
    expect(cutOff.reply).toContain('lost my thread');
    expect((await whole.ask('What day is it today?')).reply).toBe('It is Monday.');
  });

  test('hears a second person and knows who is who', async () => {
    const { stage, voice } = whole;
    const [guild] = stage.discord.guilds;
    await using bob = await stage.discord.join({ guildId: guild!.id, name: 'Bob' });
    const question = await voice.synthesise('How many people are talking to you?', never);
    await bob.speak(question, never);
    await nextRecord(({ speakerId }) => speakerId === bob.userId);
    const prompt = promptOf(llm, llm.chats.length - 1);
    expect(prompt).toMatch(/Bob: [^"]*people/u);
    expect(prompt).toMatch(/Ann: What day is it/u);
  });
});
