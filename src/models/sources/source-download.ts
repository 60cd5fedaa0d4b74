/** What every kind of source is given. */
export interface Download {
  /** Empty folder that the part's files go to. */
  readonly folder: string;
  /** For what need not stay: archives, packages. Removed afterwards. */
  readonly scratch: string;
  readonly signal: AbortSignal;
  /** Bytes that have come so far, of this source as a whole; `ofBytes` where the catalogue's size is rough. */
  readonly onBytes: (bytes: number, ofBytes?: number) => void;
}
