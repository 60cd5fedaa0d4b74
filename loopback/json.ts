/** JSON as Discord reads and writes it. */

/**
 * Parses JSON and keeps ids exact: clients in other languages may write a snowflake as a number,
 * which `JSON.parse` alone rounds. An integer that a double cannot hold comes out as its own text.
 *
 * @throws SyntaxError when `text` is not JSON.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text, keepExact);
}

function keepExact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isRounded =
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isRounded ? (context?.source ?? value) : value;
}
