/** The part of @npmcli/config 11 that Parley uses; the package ships no types. */
declare module '@npmcli/config' {
  class Config {
    constructor(options: {
      npmPath: string;
      argv: string[];
      cwd: string;
      warn: boolean;
      definitions: object;
      shorthands: object;
      flatten: object;
      nerfDarts: object;
    });
    load(): Promise<unknown>;
    /** As pacote takes them. */
    readonly flat: Record<string, unknown>;
  }
  export = Config;
}

declare module '@npmcli/config/lib/definitions/index.js' {
  const parts: { definitions: object; shorthands: object; flatten: object; nerfDarts: object };
  export = parts;
}
