/** Names and remarks come from anyone: they must not be able to pass for a part of the prompt. */
import type { Speaker } from '../types.ts';

const MAX_NAME_CHARS = 32;

/** Marks with which chat templates set roles apart ("<|im_start|>", "<<SYS>>", "[INST]"). */
const TEMPLATE_MARKS =
  /<\|[^|>\n]{0,40}\|>|<\/?s>|<<\/?SYS>>|\[\/?INST\]|<start_of_turn>|<end_of_turn>/giu;

/** Control characters, and those that hide or reverse what follows. Line ends become spaces. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]+/gu;
/** A joiner inside an emoji is no trick. */
const EMOJI_JOINER =
  /(?<=\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier})\u200D(?=\p{Extended_Pictographic})/gu;

/** One line without template marks: no remark can begin a line of its own in the prompt. */
export function quotable(text: string): string {
  return text
    .replaceAll(EMOJI_JOINER, '\uE000')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cn}\u2028\u2029]+/gu, ' ')
    .replaceAll('\uE000', '\u200D')
    .replaceAll(TEMPLATE_MARKS, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** Letters, digits, spaces and . ' - _ of a name; "Guest" when nothing is left, or it claims to be the bot or the system. */
export function plainName(name: string): string {
  const plain = quotable(name.replaceAll(INVISIBLE, ' ').normalize('NFKC'))
    .replaceAll(/[^\p{L}\p{M}\p{N} .'_-]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const short = Array.from(plain).slice(0, MAX_NAME_CHARS).join('').trim();
  return /[\p{L}\p{N}]/u.test(short) ? short : '';
}

/** A speaker's name in the prompt. */
export function speakerName(speaker: Speaker): string {
  const name = plainName(speaker.name);
  const isRole = /^(?:system|assistant|user|developer|tool|parley)$/iu.test(name);
  if (name === '') return 'Guest';
  return isRole ? `Guest ${name}` : name;
}
