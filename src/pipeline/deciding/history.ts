/** What was said in a conversation: immutable, bounded by tokens, and only what was really heard. */
import type { ChatMessage, Speaker } from '../types.ts';
import { estimateTokens } from './token-estimate.ts';
import { quotable, speakerName } from './untrusted-text.ts';

type HistoryEntry =
  | {
      readonly from: 'speaker';
      readonly speaker: Speaker;
      readonly text: string;
      /** Set where they spoke to somebody else: kept for a while, to know what the talk is about. */
      readonly overheardAtMs?: number;
    }
  /** `text`: what the listeners heard. `interrupted`: they did not hear all of it. */
  | { readonly from: 'assistant'; readonly text: string; readonly interrupted: boolean };

/** Oldest first. */
export type History = readonly HistoryEntry[];

export const emptyHistory: History = [];

/** Far more than any prompt takes: bounds the memory of a conversation that lasts for days. */
const MAX_ENTRIES = 60;
/** A single remark is cut to this: two minutes of speech at 15 characters a second. */
const MAX_ENTRY_CHARS = 1800;

/** Talk among others is context for a question about it, for about as long as people remember it too. */
const TALK_KEPT_MS = 3 * 60_000;

/** Behind a reply that a barge-in cut short. */
const CUT_MARK = '—';

export function addUser(history: History, speaker: Speaker, text: string): History {
  return add(history, { from: 'speaker', speaker, text: clip(text) });
}

/** What people said to each other: context, until it is old. */
export function addOverheard(
  history: History,
  speaker: Speaker,
  text: string,
  nowMs: number,
): History {
  const recent = withoutOldTalk(history, nowMs);
  return add(recent, { from: 'speaker', speaker, text: clip(text), overheardAtMs: nowMs });
}

/** Without what was overheard some minutes ago. */
export function withoutOldTalk(history: History, nowMs: number): History {
  const isOld = (entry: HistoryEntry) =>
    entry.from === 'speaker' &&
    entry.overheardAtMs !== undefined &&
    nowMs - entry.overheardAtMs > TALK_KEPT_MS;
  return history.some(isOld) ? history.filter((entry) => !isOld(entry)) : history;
}

/**
 * @param heardText what of the reply reached the listeners; with nothing heard there was no reply.
 * @param interrupted the reply was longer than that.
 */
export function addAssistant(history: History, heardText: string, interrupted: boolean): History {
  if (heardText.trim() === '') return history;
  return add(history, { from: 'assistant', text: clip(heardText), interrupted });
}

/** Without anything that the speaker said. What was answered to them goes as well: it quotes them. */
export function forgetSpeaker(history: History, speakerId: string): History {
  let answersForgotten = false;
  return history.filter((entry) => {
    if (entry.from === 'assistant') return !answersForgotten;
    answersForgotten = entry.speaker.id === speakerId;
    return !answersForgotten;
  });
}

/**
 * The history as chat messages, at most `maxTokens` of it, the newest kept.
 *
 * Every remark begins with its speaker's name, also with a single speaker: another may join in any
 * moment, and a model then knows the form. Remarks in a row are one user message, a line each. The
 * first message is never a reply without its question; the last remark is always there, if need be
 * its end only.
 */
export function historyMessages(history: History, maxTokens: number): readonly ChatMessage[] {
  const messages: ChatMessage[] = [];
  let tokensLeft = maxTokens;
  for (const entry of history.toReversed()) {
    const role = entry.from === 'assistant' ? 'assistant' : 'user';
    let content = lineOf(entry);
    if (messages.length === 0) content = lastThatFits(content, tokensLeft - MESSAGE_TOKENS);
    tokensLeft -= estimateTokens(content) + MESSAGE_TOKENS;
    if (tokensLeft < 0 && messages.length > 0) break;
    const next = messages[0];
    if (next?.role === role) {
      messages[0] = { role, content: `${content}\n${next.content}` };
    } else {
      messages.unshift({ role, content });
    }
  }
  const first = messages.findIndex((message) => message.role === 'user');
  return first === -1 ? [] : messages.slice(first);
}

/** What a chat template puts around a message, in tokens: 4 to 5 for Llama's and ChatML. */
export const MESSAGE_TOKENS = 5;

function add(history: History, entry: HistoryEntry): History {
  return [...history, entry].slice(-MAX_ENTRIES);
}

function clip(text: string): string {
  const flat = quotable(text);
  return flat.length > MAX_ENTRY_CHARS ? `${flat.slice(0, MAX_ENTRY_CHARS).trimEnd()}…` : flat;
}

function lineOf(entry: HistoryEntry): string {
  if (entry.from === 'speaker') {
    const to = entry.overheardAtMs === undefined ? '' : ' (to the others)';
    return `${speakerName(entry.speaker)}${to}: ${entry.text}`;
  }
  return entry.interrupted ? `${entry.text.replace(/[\s.…—-]+$/u, '')} ${CUT_MARK}` : entry.text;
}

function lastThatFits(line: string, maxTokens: number): string {
  if (estimateTokens(line) <= maxTokens) return line;
  const name = /^[^:]{1,40}: /u.exec(line)?.[0] ?? '';
  let text = line.slice(name.length);
  // Each round drops a tenth; what was said last is usually the question.
  while (text.length > 40 && estimateTokens(`${name}… ${text}`) > maxTokens) {
    text = text.slice(Math.ceil(text.length / 10));
  }
  return `${name}… ${text.trimStart()}`;
}
