/** What is written in chats: "@ann", "#off-topic", "#MeToo", "#FF5733". */
import { editAll, type Edited } from '../edited.ts';
import { digitsOf } from './numbers.ts';
import { guRegex } from './regex.ts';

const DETERMINER = 'the|The|our|Our|your|Your|this|This|that|That';
const TO_CHANNEL =
  'in|In|into|to|from|on|at|see|See|check|Check|out|visit|Visit|join|Join|read|Read|via|under|use|over|channel|and|or';

function isDeterminer(word: string): boolean {
  return DETERMINER.split('|').includes(word);
}

export function readChat(text: Edited): Edited {
  // A colour has six figures, or three that are no number.
  let read = editAll(
    text,
    /(?<![\p{L}\d&])#((?=[\da-f]{0,5}\d)(?!\d{3}(?!\d))(?:[\da-f]{6}|[\da-f]{3})|([a-f])\2\2(?:\2{3})?)(?![\p{L}\d_-])/giu,
    ([, colour = '']) =>
      Array.from(colour, (one) => (/\d/u.test(one) ? digitsOf(one) : one.toUpperCase())).join(' '),
  );
  // Of a channel one tells where something is; a topic stands anywhere.
  read = editAll(
    read,
    guRegex`(?<=(?<![\p{L}\d])(${DETERMINER}|${TO_CHANNEL})\s)#([a-z][\p{Ll}\d_-]{1,40})(?![\p{L}\d])(?=( channel)?)`,
    ([, before = '', name = '', noun]) =>
      `${isDeterminer(before) ? '' : 'the '}${name.replaceAll('_', ' ')}${noun === undefined ? ' channel' : ''}`,
  );
  // An order, a ticket.
  read = editAll(read, /(?<=\s|^|[("“])#(?=\p{Lu}{1,4}-?\d)/gu, () => 'number ');
  read = editAll(read, /(?<=\bhashtags? )#(?=[\p{L}\d])/giu, () => '');
  read = editAll(read, /(?<=\s|^|[("“])#(?=\p{L}|\d{1,4}\p{L})/gu, () => 'hashtag ');
  read = editAll(read, /(?<=\s|^)@\s?(?=(?:noon|midnight)\b|\d|[$€£])/gu, () => 'at ');
  read = editAll(read, /(?<=\s)@(?=\s)/gu, () => 'at');
  // Somebody who is spoken to.
  return editAll(read, /(?<=\s|^|[("“])@(?=[\p{L}_])/gu, () => '');
}
