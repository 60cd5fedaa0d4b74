/** Cuts a long text into messages that Discord takes. */

/** Characters of one message: Discord's message documentation, "content". */
export const MESSAGE_LIMIT_CHARS = 2_000;

/** An opened or closed code block: three or more backticks at the start of a line. */
const FENCE = /^[ \t]{0,3}(`{3,})([^\n`]*)$/gmu;

/** What Discord takes for the language of a code block; anything else there is code. */
const LANGUAGE = /^[a-z][\w+#-]{0,11}(?=\s*$)/iu;

/** Where to cut, best first: after a paragraph, a line, a sentence, a word. */
const CUTS = [/\n\n+/gu, /\n/gu, /[.!?…。！？]["'”’)\]]*\s/gu, /\s/gu];

/** A cut this early would leave a message half empty: the next kind of cut is tried first. */
const LEAST_FILL = 0.5;

/**
 * Cuts `text` into pieces of at most `limit` UTF-16 code units, at a paragraph, a line, a sentence
 * or a word where there is one, never inside a surrogate pair. A code block that is cut is closed
 * and opened again. All but the last piece stay as they are when more text is appended, so that a
 * text can be shown while it grows.
 *
 * @param limit at least 40: room for the fences of a cut code block.
 * @returns pieces that are not blank; none for a blank text.
 */
export function splitMessage(text: string, limit: number = MESSAGE_LIMIT_CHARS): string[] {
  if (limit < 40)
    throw new RangeError(`Cannot cut into messages of ${limit} characters: 40 or more`);
  const pieces: string[] = [];
  let rest = text;
  let reopened = '';
  while (true) {
    const room = limit - reopened.length;
    if (rest.length <= room) {
      pieces.push(reopened + rest);
      break;
    }
    // A fence may be open at the cut: its closing line must fit.
    const open = openFence(reopened + rest.slice(0, room));
    const closing = open === undefined ? '' : `\n${open.ticks}`;
    const end = findCut(rest, room - closing.length, open !== undefined);
    const piece = reopened + rest.slice(0, end);
    const stillOpen = openFence(piece);
    // The cut may lie before the fence that was seen open, or after one that the cut leaves open.
    pieces.push(
      stillOpen === undefined ? piece : `${piece.replace(/\n$/u, '')}\n${stillOpen.ticks}`,
    );
    reopened = stillOpen === undefined ? '' : `${stillOpen.line}\n`;
    rest = rest.slice(end);
    if (stillOpen === undefined) rest = rest.trimStart();
  }
  return pieces.map((piece) => piece.trimEnd()).filter((piece) => piece !== '');
}

interface Fence {
  readonly ticks: string;
  /** The opening line, language included, short enough to be repeated. */
  readonly line: string;
}

/** The code block that `text` leaves open, if any. */
function openFence(text: string): Fence | undefined {
  let open: Fence | undefined;
  for (const match of text.matchAll(FENCE)) {
    const [, ticks = '', language = ''] = match;
    if (open === undefined) {
      const short = ticks.slice(0, 8);
      open = { ticks: short, line: short + (LANGUAGE.exec(language)?.[0] ?? '') };
    } else if (ticks.length >= open.ticks.length && language.trim() === '') open = undefined;
  }
  return open;
}

/** Index just past the best cut inside the first `room` code units of `text`. */
function findCut(text: string, room: number, inCode: boolean): number {
  const window = text.slice(0, room);
  // Inside code only whole lines are worth keeping together.
  for (const cut of inCode ? CUTS.slice(1, 2) : CUTS) {
    let end = 0;
    for (const match of window.matchAll(cut)) end = match.index + match[0].length;
    if (end >= room * LEAST_FILL) return end;
  }
  const before = text.charCodeAt(room - 1);
  const splitsPair = before >= 0xd800 && before <= 0xdbff;
  return splitsPair ? room - 1 : room;
}
