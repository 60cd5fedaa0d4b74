/** Patterns that stand where they are used, put together of named parts, and compiled once. */

type Tag = (source: TemplateStringsArray, ...parts: readonly string[]) => RegExp;

export const uRegex = compiledOnce('u');
export const guRegex = compiledOnce('gu');
export const giuRegex = compiledOnce('giu');

/**
 * Each place in the code has a template of its own, the same object every time: looking that up takes
 * nothing, while a source put together again costs more than most matches. The parts must be constants.
 */
function compiledOnce(flags: 'u' | 'gu' | 'giu'): Tag {
  const compiled = new WeakMap<TemplateStringsArray, RegExp>();
  return (source, ...parts) => {
    const known = compiled.get(source);
    if (known !== undefined) return known;
    const made = new RegExp(String.raw(source, ...parts), flags);
    compiled.set(source, made);
    return made;
  };
}
