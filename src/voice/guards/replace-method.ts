/** Replaces methods of a library's classes, for as long as its faults need it. */

/** What a replacement gets: the object, the arguments, and a way to do what the original does. */
export interface MethodCall<T> {
  readonly target: T;
  readonly args: readonly unknown[];
  /** Calls the original with the same arguments. */
  readonly proceed: () => unknown;
}

type Method = (...args: readonly unknown[]) => unknown;

/**
 * @param prototype of the class; objects that bound the method before keep the original.
 * @returns puts the original back.
 * @throws Error when there is no such method: the library is not the version this was written for.
 */
export function replaceMethod<T extends object>(
  prototype: T,
  name: string,
  replacement: (call: MethodCall<T>) => unknown,
): () => void {
  const original: unknown = Reflect.get(prototype, name);
  if (!isMethod(original))
    throw new Error(
      `Cannot replace ${prototype.constructor.name}.${name}: there is no such method`,
    );
  Reflect.set(prototype, name, function (this: T, ...args: readonly unknown[]): unknown {
    return replacement({
      target: this,
      args,
      proceed: () => Reflect.apply<T, readonly unknown[], unknown>(original, this, args),
    });
  });
  return () => {
    Reflect.set(prototype, name, original);
  };
}

function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}
