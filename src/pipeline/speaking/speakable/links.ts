/** Links and addresses: their text, or the name of where they lead. */
import { editAll, keepGroup, type Edited } from './edited.ts';
import { matches } from './prefilter/may-match.ts';

/** A path that is said along with the host: "example dot com slash docs". */
const SHORT_PATH = /^\/[a-z0-9-]{1,20}\/?$/iu;

export interface LinksRead {
  readonly text: Edited;
  /** Those too long to be said. */
  readonly long: readonly string[];
}

export function readLinks(text: Edited): LinksRead {
  const long: string[] = [];
  if (!matches(/[[@/]|www\.|[a-z0-9-]\.[a-z]/iu, text.text)) return { text, long };
  // Images and links keep their text.
  let read = keepGroup(
    text,
    /!?\[([^\]\n]{0,300})\]\([^()\s]{0,2000}(?:\([^()\s]*\)[^()\s]*)?(?:\s+"[^"\n]*")?\)/dgu,
  );
  read = keepGroup(read, /!?\[([^\]\n]{1,300})\]\[[^\]\n]{0,100}\]/dgu);
  read = editAll(read, /<?(?:https?:\/\/|\bwww\.)[^\s<>"'`]+>?/giu, ([whole]) => {
    const trimmed = whole
      .replace(/^</u, '')
      .replace(/>$/u, '')
      .replace(/[.,;:!?)\]*_~]+$/u, '');
    const rest = whole.replace(/^</u, '').replace(/>$/u, '').slice(trimmed.length);
    const [, host = '', path = ''] =
      /^(?:https?:\/\/)?(?:www\.)?([^/?#:]+)(?::\d+)?(.*)$/iu.exec(trimmed) ?? [];
    const isShort = path === '' || path === '/' || SHORT_PATH.test(path);
    if (!isShort) long.push(trimmed);
    const said = isShort
      ? addressInWords(`${host}${path.replace(/\/$/u, '')}`)
      : `the link to ${addressInWords(host)}`;
    return said + rest.replaceAll(/[*_~]/gu, '');
  });
  read = editAll(
    read,
    /(?<![\p{L}\p{N}._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/giu,
    ([address]) => addressInWords(address),
  );
  // A path in a file system.
  read = editAll(
    read,
    /(?<=^|\s)(?:~|\.{1,2})?\/(?:[\w.-]{1,60}\/?){1,12}(?<![.])(?=[\s.,;:!?)]|$)/gu,
    ([path]) => addressInWords(path),
  );
  // "example.com/docs", without a scheme.
  read = editAll(
    read,
    /(?<![\p{L}\p{N}@._/-])(?:[a-z0-9-]{2,30}\.)+(?:com|org|net|io|dev|gg|app|edu|gov|info|co|uk|de|fr|eu)(?:\/[^\s<>"'`),;!?]*[^\s<>"'`),.;:!?])?(?![\p{L}\p{N}])/giu,
    ([address]) => addressInWords(address),
  );
  return { text: read, long };
}

/** "ann_b@example.com/docs" as it is spelled out to somebody. */
function addressInWords(address: string): string {
  return address
    .replaceAll('@', ' at ')
    .replaceAll('.', ' dot ')
    .replaceAll('~', 'home')
    .replaceAll('/', ' slash ')
    .replaceAll('_', ' underscore ')
    .replaceAll('+', ' plus ')
    .replaceAll(/\?.*$/gu, '')
    .replaceAll(/-/gu, ' dash ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
