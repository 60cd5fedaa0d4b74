const compiled = new Map<string, RegExp>();

/** `new RegExp(source, flags)`, compiled once: patterns stand where they are used, and are many. */
export function regex(source: string, flags: 'u' | 'gu' | 'giu'): RegExp {
  const key = `${flags} ${source}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const made = new RegExp(source, flags);
  compiled.set(key, made);
  return made;
}
