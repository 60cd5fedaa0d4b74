/** Spans of time as a person writes them: "0.4 s", "250 ms", "1 min". */

const FACTORS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000 };

/** For the pattern of a phrase that a span is part of. */
export const SPAN_PATTERN = String.raw`\d+(?:\.\d+)?\s*(?:ms|s|min)`;

const SPAN = /^(\d+(?:\.\d+)?)\s*(ms|s|min)$/u;

/** @returns milliseconds; undefined for anything else. */
export function spanMs(text: string): number | undefined {
  const [, amount, unit = ''] = SPAN.exec(text.trim()) ?? [];
  const factor = FACTORS[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}
