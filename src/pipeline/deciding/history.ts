/** What was said in a conversation: immutable, bounded by tokens, and only what was really heard. */
import type { ChatMessage, Speaker } from '../types.ts';
import { estimateTokens } from './token-estimate.ts';
import { quotable, speakerName } from './untrusted-text.ts';

type Remark =
  | {
      readonly from: 'speaker';
      readonly speaker: Speaker;
      readonly text: string;
      /** Set where they spoke to somebody else: kept for a while, to know what the talk is about. */
      readonly overheardAtMs?: number;
    }
  /** `text`: what the listeners heard. `interrupted`: they did not hear all of it. */
  | { readonly from: 'assistant'; readonly text: string; readonly interrupted: boolean };

type HistoryEntry = Remark & {
  /** What was said before it, also what is forgotten by now. */
  readonly atTokens: number;
  /** The same of the first remark that is known of its speaker. */
  readonly cameAtTokens: number;
};

/** Oldest first. */
export type History = readonly HistoryEntry[];

export const emptyHistory: History = [];

/** Far more than any prompt takes: bounds the memory of a conversation that lasts for days. */
const MAX_ENTRIES = 60;
/** A single remark is cut to this: two minutes of speech at 15 characters a second. */
const MAX_ENTRY_CHARS = 1800;

/** Talk among others is context for a question about it, for about as long as people remember it too. */
const TALK_KEPT_MS = 3 * 60_000;

/**
 * A prompt that is full begins further on by this share of its room, not by one remark: most turns then
 * begin like the one before, and a provider has worked out that beginning already.
 */
const DROPPED_SHARE = 0.4;

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
 * The history as chat messages, at most `maxTokens` of it, the newest kept; where it does not fit, it
 * begins at the first milestone that does.
 *
 * Every remark begins with its speaker's name, also with a single speaker: another may join in any
 * moment, and a model then knows the form. Remarks in a row are one user message, a line each. The
 * first message is never a reply without its question; the last remark is always there, if need be
 * its end only.
 */
export function historyMessages(history: History, maxTokens: number): readonly ChatMessage[] {
  const messages: ChatMessage[] = [];
  let tokensLeft = maxTokens;
  for (const entry of history.slice(beginning(history, maxTokens)).toReversed()) {
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

/** Which entry a prompt begins with: milestones lie where they are, whatever is said later. */
function beginning(history: History, maxTokens: number): number {
  let fits = history.length;
  for (let left = maxTokens; fits > 0; fits--) {
    left -= tokensOf(history[fits - 1]);
    if (left < 0) break;
  }
  if (fits === 0) return 0;
  const stretch = Math.max(1, DROPPED_SHARE * maxTokens);
  const stretchOf = (at: number) => Math.floor((history[at]?.atTokens ?? 0) / stretch);
  for (let at = fits; at < history.length; at++) if (stretchOf(at) > stretchOf(at - 1)) return at;
  return Math.min(fits, history.length - 1);
}

function tokensOf(remark: Remark | undefined): number {
  return remark === undefined ? 0 : estimateTokens(lineOf(remark)) + MESSAGE_TOKENS;
}

function add(history: History, remark: Remark): History {
  const last = history.at(-1);
  const atTokens = (last?.atTokens ?? 0) + tokensOf(last);
  const earlier =
    remark.from === 'speaker'
      ? history.findLast(
          (other) => other.from === 'speaker' && other.speaker.id === remark.speaker.id,
        )
      : undefined;
  const cameAtTokens = earlier?.cameAtTokens ?? atTokens;
  return [...history, { ...remark, atTokens, cameAtTokens }].slice(-MAX_ENTRIES);
}

function clip(text: string): string {
  const flat = quotable(text);
  return flat.length > MAX_ENTRY_CHARS ? `${flat.slice(0, MAX_ENTRY_CHARS).trimEnd()}…` : flat;
}

function lineOf(entry: Remark): string {
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
