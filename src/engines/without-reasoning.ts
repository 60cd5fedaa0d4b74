/** Removes what a model thinks aloud from the text it streams. */

/** Opening and closing marks of reasoning: R1 and Qwen, their kin, and gpt-oss without a parser. */
const BLOCKS = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<reasoning>', '</reasoning>'],
  ['<|channel|>analysis<|message|>', '<|end|>'],
] as const;

export interface ReasoningFilter {
  /** @returns the part of the text so far that is certain to be no reasoning and was not returned yet. */
  push(text: string): string;
  /** The rest; reasoning that was never closed is dropped. */
  end(): string;
}

/** Marks may be split between deltas: what could become one is held back. */
export function createReasoningFilter(): ReasoningFilter {
  let held = '';
  /** The mark that closes the reasoning we are in. */
  let closing: string | undefined;
  let hasText = false;

  function release(): string {
    let released = '';
    while (true) {
      if (closing !== undefined) {
        const at = held.toLowerCase().indexOf(closing);
        if (at < 0) {
          held = held.slice(-(closing.length - 1));
          return released;
        }
        held = held.slice(at + closing.length);
        closing = undefined;
      }
      const opening = firstOpening(held);
      if (opening === undefined) {
        const keep = longestOpeningCut(held);
        released += held.slice(0, held.length - keep);
        held = held.slice(held.length - keep);
        return released;
      }
      released += held.slice(0, opening.at);
      held = held.slice(opening.at + opening.length);
      closing = opening.closing;
    }
  }

  /** A reply does not begin with the line ends that stood behind its reasoning. */
  function trimmed(text: string): string {
    const result = hasText ? text : text.trimStart();
    hasText ||= result !== '';
    return result;
  }

  return {
    push(text) {
      held += text;
      return trimmed(release());
    },
    end() {
      const rest = closing === undefined ? held : '';
      held = '';
      return trimmed(rest);
    },
  };
}

function firstOpening(text: string) {
  const lower = text.toLowerCase();
  let first: { at: number; length: number; closing: string } | undefined;
  for (const [open, closing] of BLOCKS) {
    const at = lower.indexOf(open);
    if (at >= 0 && (first === undefined || at < first.at))
      first = { at, length: open.length, closing };
  }
  return first;
}

/** Length of the longest end of `text` that an opening mark begins with. */
function longestOpeningCut(text: string): number {
  const lower = text.toLowerCase();
  let longest = 0;
  for (const [open] of BLOCKS) {
    for (let length = Math.min(open.length - 1, lower.length); length > longest; length -= 1) {
      if (open.startsWith(lower.slice(-length))) longest = length;
    }
  }
  return longest;
}
