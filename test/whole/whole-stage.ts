/** The whole product for a test: Loopback Discord, the bot in its own process, a caller with a voice. */
import type { ServerResponse } from 'node:http';
import { demoInput } from '../../src/cli/demo-input.ts';
import { runDemoTurn, type DemoTurn } from '../../src/cli/demo-turn.ts';
import { openTts } from '../../src/cli/open-speech.ts';
import { openStage, type Stage } from '../../src/cli/stage.ts';
import { readConfig } from '../../src/config.ts';
import { openSherpaStt } from '../../src/engines/sherpa-stt.ts';
import { resample } from '../../src/audio/resample.ts';
import type { Stt, Tts } from '../../src/pipeline/ports.ts';
import { event, open, sseServer, type Answer, type SseServer } from '../fakes/sse-server.ts';
import { realModel } from '../fakes/real-models.ts';

export const never = new AbortController().signal;

export interface WholeStage extends AsyncDisposable {
  readonly stage: Stage;
  readonly voice: Tts;
  readonly ear: Stt;
  /** Says a text and waits until its answer has ended. */
  ask(text: string): Promise<DemoTurn>;
  /** What the caller heard since then, recognised. */
  heardSince(sinceMs: number): Promise<string>;
}

/** @param llmBaseUrl undefined: the embedded model. */
export async function wholeStage(llmBaseUrl?: string): Promise<WholeStage> {
  await using opening = new AsyncDisposableStack();
  if (llmBaseUrl === undefined) delete process.env['LLM_BASE_URL'];
  else process.env['LLM_BASE_URL'] = llmBaseUrl;
  const config = { ...readConfig(), LOG_LEVEL: 'silent' as const };
  const [voice, ear, stage] = await Promise.all([
    openTts(config, never).then((opened) => opening.use(opened)),
    realModel('moonshine-tiny-en')
      .then((files) => openSherpaStt(files))
      .then((opened) => opening.use(opened)),
    openStage(config, 'concurrent', never).then((opened) => opening.use(opened)),
  ]);
  const resources = opening.move();
  return {
    stage,
    voice,
    ear,
    async ask(text) {
      const input = await demoInput(text, () => Promise.resolve(voice), never);
      return runDemoTurn(input, stage.caller, stage.bot, never);
    },
    async heardSince(sinceMs) {
      const { samples, sampleRateHz } = stage.caller.heard.sound(sinceMs);
      const { text } = await ear.transcribe(resample(samples, sampleRateHz, 16_000), never);
      console.info(`the caller heard: ${text}`);
      return text;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** A reply whose first token comes after 150 ms, and 60 a second from then on. */
export function paced(reply: string): Answer {
  return (response) => {
    open(response);
    const tokens = reply.match(/\s*\S+/gu) ?? [];
    let at = 0;
    const step = () => {
      if (response.destroyed) return;
      const token = tokens[at++];
      if (token === undefined) finish(response);
      else {
        response.write(event({ content: token }));
        setTimeout(step, 1000 / 60);
      }
    };
    setTimeout(step, 150);
  };
}

function finish(response: ServerResponse): void {
  response.write(event({}, 'stop'));
  response.end('data: [DONE]\n\n');
}

export async function scriptedLlm(script: readonly Answer[]): Promise<SseServer> {
  return sseServer(script);
}

/** The messages of a request to the language model, as one text. */
export function promptOf(server: SseServer, at: number): string {
  return JSON.stringify(server.chats[at]?.body['messages'] ?? '');
}

/** Share of the words of `expected` that `heard` has, case and marks aside. */
export function wordOverlap(expected: string, heard: string): number {
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const there = new Set(words(heard));
  const wanted = words(expected);
  return wanted.filter((word) => there.has(word)).length / Math.max(1, wanted.length);
}
